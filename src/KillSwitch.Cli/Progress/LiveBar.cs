using KillSwitch.Cli.Terminals;
using Spectre.Console;

namespace KillSwitch.Cli.Progress;

/// <summary>A live bar on stderr for what takes long; nothing where stderr is no terminal.</summary>
internal static class LiveBar
{
    /// <param name="terminal">Where the bar is drawn.</param>
    /// <param name="label">What is going on.</param>
    /// <param name="total">What the progress counts up to.</param>
    /// <param name="work">Tells how much is done.</param>
    public static async ValueTask<T> RunAsync<T>(Terminal terminal, string label, long total, Func<IProgress<long>?, ValueTask<T>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive || total == 0)
            return await work(null);
        using var cursor = terminal.Interruption.OnLeaving(() => terminal.StandardError.Write("\e[?25h"));
        return await terminal.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context => await work(new Bar(context.AddTask(label, maxValue: total))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
