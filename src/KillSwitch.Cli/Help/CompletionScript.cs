namespace KillSwitch.Cli.Help;

/// <summary>The shells that the command line completes itself in.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
    Pwsh,
}

/// <summary>
/// What a shell is told so that Tab completes verbs, options and their words. Each asks the program itself, by its <c>[suggest]</c>
/// directive: a script does not get old. Where it has nothing to say, file names are completed.
/// </summary>
internal static class CompletionScript
{
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        Shell.Fish => Fish,
        Shell.Pwsh => Pwsh,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "not a shell"),
    };

    // Options are offered once a dash is typed; before that they would hide the file names.
    private const string Bash = """
        # bash completion of killswitch: eval "$(killswitch completion bash)"
        _killswitch() {
            local word=${COMP_WORDS[COMP_CWORD]} line
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    /*|-\?|-h) continue ;;
                    -*) [[ $word == -* ]] || continue ;;
                esac
                [[ $line == "$word"* ]] && COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _killswitch killswitch

        """;

    private const string Zsh = """
        #compdef killswitch
        # zsh completion of killswitch: eval "$(killswitch completion zsh)", after compinit
        _killswitch() {
            local word=${words[CURRENT]} line="${words[1,CURRENT]}"
            local -a found
            found=(${(f)"$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)"})
            found=(${found:#/*})
            found=(${found:#-\?})
            found=(${found:#-h})
            [[ $word == -* ]] || found=(${found:#-*})
            found=(${(M)found:#${(b)word}*})
            if (( $#found )); then compadd -- $found; else _files; fi
        }
        compdef _killswitch killswitch

        """;

    private const string Fish = """
        # fish completion of killswitch: killswitch completion fish | source
        function __killswitch_complete
            set -l line (commandline --cut-at-cursor)
            set -l word (commandline --current-token --cut-at-cursor)
            set -l words
            for found in (killswitch "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                string match -qr '^(/|-\?$|-h$)' -- $found; and continue
                string match -q -- '-*' $found; and not string match -q -- '-*' $word; and continue
                string match -q -- "$word*" $found; and set -a words $found
            end
            if set -q words[1]
                printf '%s\n' $words
            else
                __fish_complete_path $word
            end
        end
        complete -c killswitch -f -a '(__killswitch_complete)'

        """;

    private const string Pwsh = """
        # PowerShell completion of killswitch: killswitch completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName killswitch -ScriptBlock {
            param($word, $command, $position)
            $line = $command.ToString().PadRight($position).Substring(0, $position)
            killswitch "[suggest:$position]" $line 2>$null | Where-Object {
                $_ -like "$word*" -and $_ -notlike '/*' -and $_ -ne '-?' -and $_ -ne '-h' -and ($word -like '-*' -or $_ -notlike '-*')
            } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
