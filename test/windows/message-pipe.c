// A relay from a named pipe in message mode to a TCP port of this machine: what stands before a Docker Engine on Windows.
// As go-winio, Docker's pipe library: an empty message is the end of its sender's bytes, in either direction, and the other one goes on.
// Tests only. Built by Debian's mingw-w64:
//   x86_64-w64-mingw32-gcc -O1 -o message-pipe.exe message-pipe.c -lws2_32
// message-pipe.exe NAME PORT [byte] [INSTANCES]: prints "up" when it listens. `byte`: a pipe in byte mode, as Node's own servers have.

#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

#define SIZE 65536

typedef struct {
  HANDLE pipe;
  SOCKET socket;
  volatile LONG ends, closing;
} Link;

static int port, in_bytes;

/** One overlapped read or write, to its end. A pipe that is read and written by two threads needs it. */
static int transfer(HANDLE pipe, char *bytes, DWORD count, DWORD *done, int write) {
  OVERLAPPED at = {0};
  at.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
  BOOL ok = write ? WriteFile(pipe, bytes, count, NULL, &at) : ReadFile(pipe, bytes, count, NULL, &at);
  DWORD first = ok ? 0 : GetLastError();
  if (ok || first == ERROR_IO_PENDING || first == ERROR_MORE_DATA) ok = GetOverlappedResult(pipe, &at, done, TRUE);
  DWORD error = ok ? 0 : GetLastError();
  CloseHandle(at.hEvent);
  // The rest of a message that is longer than the buffer comes with the next read.
  return error == ERROR_MORE_DATA ? 0 : (int)error;
}

static void release(Link *link) {
  if (InterlockedIncrement(&link->ends) < 2) return;
  closesocket(link->socket);
  // Not disconnected, as go-winio does it too: the client still reads what is in the pipe, and then its end.
  CloseHandle(link->pipe);
  free(link);
}

static DWORD WINAPI from_pipe(void *given) {
  Link *link = given;
  char *bytes = malloc(SIZE);
  DWORD count;
  while (!link->closing) {
    count = 0;
    int error = transfer(link->pipe, bytes, SIZE, &count, 0);
    if (error != 0) {
      // The client has closed: a reset, so that the Engine sees more than a half-close.
      struct linger now = {1, 0};
      setsockopt(link->socket, SOL_SOCKET, SO_LINGER, (char *)&now, sizeof now);
      shutdown(link->socket, SD_BOTH);
      break;
    }
    if (count == 0) {
      if (in_bytes) continue;
      shutdown(link->socket, SD_SEND);
      continue;
    }
    for (DWORD at = 0; at < count;) {
      int sent = send(link->socket, bytes + at, count - at, 0);
      if (sent <= 0) break;
      at += sent;
    }
  }
  free(bytes);
  release(link);
  return 0;
}

static DWORD WINAPI to_pipe(void *given) {
  Link *link = given;
  char *bytes = malloc(SIZE);
  DWORD done;
  for (;;) {
    int count = recv(link->socket, bytes, SIZE, 0);
    if (count <= 0) break;
    if (transfer(link->pipe, bytes, count, &done, 1) != 0) break;
  }
  // The Engine has closed: the end for a reader of messages, and then for every reader.
  if (!in_bytes) transfer(link->pipe, bytes, 0, &done, 1);
  // The other thread may wait for bytes.
  InterlockedExchange(&link->closing, 1);
  while (link->ends == 0) {
    CancelIoEx(link->pipe, NULL);
    Sleep(1);
  }
  free(bytes);
  release(link);
  return 0;
}

static void serve(HANDLE pipe) {
  Link *link = calloc(1, sizeof *link);
  link->pipe = pipe;
  link->socket = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {0};
  to.sin_family = AF_INET;
  to.sin_port = htons((unsigned short)port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(link->socket, (struct sockaddr *)&to, sizeof to) != 0) {
    link->ends = 1;
    release(link);
    return;
  }
  CloseHandle(CreateThread(NULL, 0, from_pipe, link, 0, NULL));
  CloseHandle(CreateThread(NULL, 0, to_pipe, link, 0, NULL));
}

int main(int count, char **words) {
  WSADATA data;
  if (count < 3 || WSAStartup(MAKEWORD(2, 2), &data) != 0) return 2;
  port = atoi(words[2]);
  in_bytes = count > 3 && strcmp(words[3], "byte") == 0;
  DWORD most = count > 4 ? (DWORD)atoi(words[4]) : PIPE_UNLIMITED_INSTANCES;
  DWORD mode = in_bytes ? PIPE_TYPE_BYTE | PIPE_READMODE_BYTE : PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;
  for (int first = 1;; first = 0) {
    HANDLE pipe = CreateNamedPipeA(words[1], PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, mode | PIPE_WAIT, most, SIZE, SIZE, 0, NULL);
    if (pipe == INVALID_HANDLE_VALUE) {
      if (first || GetLastError() != ERROR_PIPE_BUSY) return 1;
      // All instances are in use: clients get "busy" until one is free.
      Sleep(20);
      first = 0;
      continue;
    }
    if (first) {
      puts("up");
      fflush(stdout);
    }
    OVERLAPPED at = {0};
    at.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
    DWORD done;
    BOOL ok = ConnectNamedPipe(pipe, &at);
    if (!ok && GetLastError() == ERROR_IO_PENDING) ok = GetOverlappedResult(pipe, &at, &done, TRUE);
    else if (!ok && GetLastError() == ERROR_PIPE_CONNECTED) ok = TRUE;
    CloseHandle(at.hEvent);
    if (ok) serve(pipe);
    else CloseHandle(pipe);
  }
}
