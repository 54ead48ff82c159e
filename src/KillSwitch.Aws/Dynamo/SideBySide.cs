namespace KillSwitch.Aws.Dynamo;

/// <summary>Work that is done several pieces at once, on the thread of whoever waits for it.</summary>
internal static class SideBySide
{
    /// <param name="pieces">How many there are; each is begun once, in order.</param>
    /// <param name="atOnce">How many of them at most.</param>
    /// <param name="piece">Does the one of a number. Once one has failed no other is begun, and those that were are waited for.</param>
    public static async Task RunAsync(int pieces, int atOnce, Func<int, Task> piece)
    {
        var next = 0;
        var isOver = false;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(pieces, atOnce)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (!Volatile.Read(ref isOver) && Interlocked.Increment(ref next) - 1 is var mine && mine < pieces)
            {
                try
                {
                    await piece(mine);
                }
                catch
                {
                    Volatile.Write(ref isOver, true);
                    throw;
                }
            }
        }
    }
}
