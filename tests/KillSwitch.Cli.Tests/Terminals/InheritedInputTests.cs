using System.Diagnostics;

namespace KillSwitch.Cli.Tests.Terminals;

public sealed class InheritedInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("<&-", 2, "no record could be read")]
    [InlineData("</dev/null", 2, "no record could be read")]
    [InlineData("<records.jsonl", 0, "")]
    public async Task A_gate_without_standard_input_has_nothing_to_judge_by_and_waits_for_nobody(string input, int code, string says)
    {
        _scratch.Write(
            "killswitch.yaml", "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 1000 }, every: day, stop: principal }\n");
        _scratch.Write("records.jsonl", Verbs.ReplayVerbTests.Records(5));
        var start = new ProcessStartInfo(
            "bash", ["-c",
            $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "killswitch.dll")}' replay --policy killswitch.yaml --logs - "
            + $"--fail-on-stop {input}"])
        {
            WorkingDirectory = Path.GetDirectoryName(_scratch["x"]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

            (await error).ShouldContain(says);
            process.ExitCode.ShouldBe(code, await output);
        }
        finally
        {
            process.Kill();
        }
    }
}
