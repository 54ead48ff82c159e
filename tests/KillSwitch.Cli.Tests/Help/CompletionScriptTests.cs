using System.Diagnostics;
using KillSwitch.Cli.Help;

namespace KillSwitch.Cli.Tests.Help;

public class CompletionScriptTests
{
    [Theory]
    [InlineData("killswitch pol", "policy")]
    [InlineData("killswitch policy ", "apply check schema show test")]
    [InlineData("killswitch usage --window ", "day hour month week")]
    [InlineData("killswitch usage --wi", "--window")]
    [InlineData("killswitch policy check ", "")]
    public async Task In_bash_tab_completes_verbs_options_and_words_and_leaves_files_to_the_shell(string typed, string completed)
    {
        if (OperatingSystem.IsWindows())
            return;
        var program = Path.Combine(AppContext.BaseDirectory, "killswitch.dll");
        var script = $$"""
            killswitch() { dotnet '{{program}}' "$@"; }
            {{CompletionScript.Of(Shell.Bash)}}
            COMP_LINE='{{typed}}' COMP_POINT={{typed.Length}}
            COMP_WORDS=($COMP_LINE) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            [[ $COMP_LINE == *' ' ]] && { COMP_WORDS+=(''); COMP_CWORD=$((COMP_CWORD + 1)); }
            _killswitch
            echo "${COMPREPLY[*]}"
            """;
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();

        (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().ShouldBe(completed);
    }
}
