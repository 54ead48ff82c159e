using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// Reads several files at once and hands on what is in them as if they were read one after the other. What is read ahead is bounded,
/// however many and however large the files are.
/// </summary>
internal static class SideBySide
{
    private const int MostRecords = 512;
    private const int MostPieces = 8;

    /// <summary>Reads a file: its records and its damage in the order in which they stand there.</summary>
    public delegate void ReadFile(LogFile file, InvocationReader reader, Action<Invocation> onInvocation, Action<LogProblem> onProblem);

    /// <param name="files">In the order in which they are handed on.</param>
    /// <param name="atOnce">How many.</param>
    /// <param name="read">Called from several threads, with a reader for each.</param>
    /// <param name="onInvocation">Called from this thread alone.</param>
    /// <param name="onProblem">Called from this thread alone.</param>
    public static void Read(
        IReadOnlyList<LogFile> files, int atOnce, ReadFile read, Action<Invocation> onInvocation, Action<LogProblem> onProblem)
    {
        using var ended = new CancellationTokenSource();
        using var ahead = new SemaphoreSlim(2 * atOnce);
        var pieces = files.Select(_ => new Lazy<BlockingCollection<Piece>>(() => new BlockingCollection<Piece>(MostPieces))).ToArray();
        var next = -1;
        var readers = Enumerable.Range(0, atOnce)
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        try
        {
            foreach (var file in pieces)
            {
                foreach (var piece in file.Value.GetConsumingEnumerable())
                    HandOn(piece);
                file.Value.Dispose();
                ahead.Release();
            }
        }
        finally
        {
            ended.Cancel();
            Task.WaitAll(readers);
        }

        void Work()
        {
            var reader = new InvocationReader();
            try
            {
                while (true)
                {
                    // Files are begun in their order: the one that is waited for is always being read.
                    ahead.Wait(ended.Token);
                    if (Interlocked.Increment(ref next) is var mine && mine >= files.Count)
                        return;
                    ReadOne(files[mine], reader, pieces[mine].Value);
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
            }
        }

        void ReadOne(LogFile file, InvocationReader reader, BlockingCollection<Piece> into)
        {
            var records = new List<Invocation>(MostRecords);
            try
            {
                read(file, reader, Take, problem => Flush(new Piece(Rest(), problem, null)));
                Flush(new Piece(Rest(), null, null));
            }
            catch (Exception exception) when (!ended.IsCancellationRequested)
            {
                // Whoever waits for the file throws it, after what came before it.
                Flush(new Piece(Rest(), null, exception));
            }
            finally
            {
                into.CompleteAdding();
            }

            void Take(Invocation record)
            {
                records.Add(record);
                if (records.Count == MostRecords)
                    Flush(new Piece(Rest(), null, null));
            }

            Invocation[] Rest()
            {
                Invocation[] rest = [.. records];
                records.Clear();
                return rest;
            }

            void Flush(Piece piece) => into.Add(piece, ended.Token);
        }

        void HandOn(Piece piece)
        {
            foreach (var record in piece.Records)
                onInvocation(record);
            if (piece.Problem is { } problem)
                onProblem(problem);
            if (piece.Failure is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <param name="Records">Before all else.</param>
    /// <param name="Problem">What could not be read after them.</param>
    /// <param name="Failure">Ends it.</param>
    private readonly record struct Piece(Invocation[] Records, LogProblem? Problem, Exception? Failure);
}
