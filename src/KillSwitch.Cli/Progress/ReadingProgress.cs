using Spectre.Console;

namespace KillSwitch.Cli.Progress;

/// <summary>A live bar on stderr for what takes long; nothing where stderr is no terminal.</summary>
internal static class ReadingProgress
{
    /// <param name="terminal">Where the bar is drawn.</param>
    /// <param name="label">What is going on.</param>
    /// <param name="totalBytes">What the progress counts up to.</param>
    /// <param name="work">Tells the bytes done so far.</param>
    public static void Run(Terminal terminal, string label, long totalBytes, Action<IProgress<long>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive || totalBytes == 0)
        {
            work(new Ignored());
            return;
        }

        terminal.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(context.AddTask(label, maxValue: totalBytes))));
    }

    /// <summary>A spinner while something runs whose end is not known.</summary>
    public static async ValueTask<T> WhileAsync<T>(Terminal terminal, string label, Func<ValueTask<T>> work) =>
        terminal.Error.Profile.Capabilities.Interactive
            ? await terminal.Error.Status().StartAsync(label, async _ => await work())
            : await work();

    private sealed class Ignored : IProgress<long>
    {
        public void Report(long value)
        {
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
