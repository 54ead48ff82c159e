using System.Diagnostics;
using System.Globalization;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A step of a story, whose time is printed.</summary>
internal static class Step
{
    public static async Task<T> TimedAsync<T>(string what, Func<Task<T>> step)
    {
        // Whoever watches is told what comes, not only what is over.
        if (Environment.GetEnvironmentVariable("KILLSWITCH_DEMO") is not null)
            await Console.Out.WriteLineAsync($"    {what} ...");
        var watch = Stopwatch.StartNew();
        var result = await step();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    {what}: {watch.Elapsed.TotalSeconds:0.00} s"));
        return result;
    }
}
