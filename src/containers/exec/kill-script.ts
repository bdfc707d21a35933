// The shell script that sends a signal to the processes of one exec, and to nothing else. It uses what a POSIX shell has built in, and
// `sleep` if there is one. An exec's processes are those with its mark in their environment, the children of such, and all in the
// sessions of these: a runtime starts each exec in a session of its own, which only its descendants share. (A session whose leader runs
// counts only if that is one of them, or was started from outside the namespace.) Sessions are remembered, as their marked processes may
// end first. A number that another process has taken is recognised by the start time: of a session's leader, and right before a signal.

/**
 * Parameters: the mark, the signal's name, how many rounds to repeat until no process is left, and the sessions of earlier runs.
 * Writes `fairlead: <sent> <left>` and the sessions: how many processes got the signal, and how many were there in the last round.
 */
export const KILL_SCRIPT = `exec 2>/dev/null
mark=$1 signal=$2 rounds=$3 sessions=" $4 " sent=0 known=' ' clean=' '
stat() {
  last=
  while read -r line || [ -n "$line" ]; do last=$line; done < /proc/$1/stat
  [ -n "$last" ] || return 1
  set -- \${last##*) }
  state=$1 parent=$2 session=$4 began=\${20}
}
add() {
  own="$own$1 " more=1
  case $2 in 0|1) return;; esac
  case $sessions in *" $2:"*) return;; esac
  leader= above=0
  for each in $facts; do
    case $each in $2:*) leader=\${each##*:} above=\${each#*:} above=\${above%%:*};; esac
  done
  case $own in *" $2 "*) ;; *) [ $above = 0 ] || return;; esac
  sessions="$sessions$2:$leader "
}
look() {
  facts= marked= own=' '
  for folder in /proc/[0-9]*; do
    pid=\${folder#/proc/}
    [ $pid = 1 ] || [ $pid = $$ ] && continue
    stat $pid || continue
    case $state in Z|X) continue;; esac
    facts="$facts $pid:$parent:$session:$began"
    case $sessions in
      *" $pid:$began "*) ;;
      *" $pid:"*) rest=\${sessions#*" $pid:"} sessions="\${sessions%%" $pid:"*} \${rest#* }";;
    esac
    case $clean in *" $pid:$began "*) continue;; esac
    found=
    while read -r line || [ -n "$line" ]; do
      found=no
      case $line in *"$mark"*) found=yes; break;; esac
    done < $folder/environ
    case $found in
      yes) marked="$marked $pid:$session";;
      no) clean="$clean$pid:$began ";;
    esac
  done
  for fact in $marked; do add \${fact%:*} \${fact#*:}; done
  more=1
  while [ -n "$more" ]; do
    more=
    for fact in $facts; do
      IFS=:; set -- $fact; IFS=' '
      case $own in *" $1 "*) continue;; esac
      case $own in *" $2 "*) add $1 $3; continue;; esac
      case $sessions in *" $3:"*) add $1 $3;; esac
    done
  done
}
IFS=' ' round=0
while :; do
  look
  left=0
  for fact in $facts; do
    IFS=:; set -- $fact; IFS=' '
    pid=$1 then=$4
    case $own in *" $pid "*) ;; *) continue;; esac
    left=$((left + 1))
    stat $pid && [ "$began" = "$then" ] || continue
    kill -s $signal $pid || continue
    case $known in *" $pid:$then "*) ;; *) sent=$((sent + 1)) known="$known$pid:$then ";; esac
  done
  round=$((round + 1))
  [ $left = 0 ] || [ $round -ge $rounds ] && break
  sleep 0.05 || sleep 1
done
echo "fairlead: $sent $left" $sessions`
