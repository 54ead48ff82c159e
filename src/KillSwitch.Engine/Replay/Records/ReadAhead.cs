using System.Threading.Channels;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>Reads on beside whoever uses what was read.</summary>
internal static class ReadAhead
{
    // Small, so that what is handed over dies young.
    private const int Piece = 256;
    private const int Pieces = 16;

    public static IEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        using var ended = new CancellationTokenSource();
        var pieces = Channel.CreateBounded<T[]>(new BoundedChannelOptions(Pieces) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(async () =>
        {
            try
            {
                foreach (var piece in source.Chunk(Piece))
                    await pieces.Writer.WriteAsync(piece, ended.Token);
            }
            finally
            {
                pieces.Writer.Complete();
            }
        }, CancellationToken.None);
        try
        {
            while (pieces.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (pieces.Reader.TryRead(out var piece))
                {
                    foreach (var one in piece)
                        yield return one;
                }
            }

            // Throws what went wrong.
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            ended.Cancel();
            reading.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }
}
