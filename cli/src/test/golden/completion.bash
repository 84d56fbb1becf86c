# Completes the command millrace in bash and zsh.
if [ -n "${ZSH_VERSION:-}" ]; then autoload -U +X bashcompinit && bashcompinit; fi
_millrace() {
  local word=${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='run local validate graph cron schema actions push dags start runs show cancel retry pause resume backfill approvals answer simulate bench completion'
  else
    case ${COMP_WORDS[1]} in
      run)
        words='--input --set --timeout --data --connections --proxy --json --help'
        ;;
      local)
        words='--port --host --data --dags --connections --proxy --help'
        ;;
      validate)
        words='--json --help'
        ;;
      graph)
        words='--format --help'
        ;;
      cron)
        words='--zone --from --count --gap --repeat --json --help'
        ;;
      schema)
        words='--connection --help'
        ;;
      actions)
        words='--json --help'
        ;;
      push)
        words='--api --sigv4 --region --json --help'
        ;;
      dags)
        words='--api --sigv4 --region --json --help'
        ;;
      start)
        words='--input --name --version --wait --api --sigv4 --region --json --help'
        ;;
      runs)
        words='--dag --status --from --to --limit --cursor --data --api --sigv4 --region --json --help'
        ;;
      show)
        words='--task --data --api --sigv4 --region --json --help'
        ;;
      cancel)
        words='--api --sigv4 --region --json --help'
        ;;
      retry)
        words='--from --input --version --api --sigv4 --region --json --help'
        ;;
      pause)
        words='--api --sigv4 --region --json --help'
        ;;
      resume)
        words='--api --sigv4 --region --json --help'
        ;;
      backfill)
        words='--from --to --concurrency --order --rerun --input --schedule --limit --cursor --dry-run --wait --api --sigv4 --region --json --help'
        ;;
      approvals)
        words='--limit --cursor --api --sigv4 --region --json --help'
        ;;
      answer)
        words='--form --index --api --sigv4 --region --json --help'
        ;;
      simulate)
        words='--world --seeds --from --json --help'
        ;;
      bench)
        words='--rounds --json --help'
        ;;
      completion)
        words='--help'
        ;;
    esac
    case $word in -*) ;; *) words='' ;; esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _millrace millrace
