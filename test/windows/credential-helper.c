// A credential helper for Windows, as docker-credential-wincred is one. Tests only. `get` reads the registry from stdin and answers with
// credentials for r.example, and as the helpers do without any for another; `list` names the registry. Built by Debian's mingw-w64.

#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
  char registry[512] = "";
  if (count < 2) return 2;
  if (strcmp(words[1], "list") == 0) {
    puts("{\"r.example\":\"me\"}");
    return 0;
  }
  size_t length = fread(registry, 1, sizeof registry - 1, stdin);
  while (length > 0 && (registry[length - 1] == '\n' || registry[length - 1] == '\r')) registry[--length] = 0;
  if (strcmp(registry, "r.example") != 0) {
    puts("credentials not found in native keychain");
    return 1;
  }
  puts("{\"ServerURL\":\"r.example\",\"Username\":\"me\",\"Secret\":\"hunter2\"}");
  return 0;
}
