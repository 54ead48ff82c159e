using System.Runtime.InteropServices;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// A person, a machine or a reader that has gone ends a command before its end: what was done is said in one sentence, the terminal is left
/// as it was found, and whoever asks twice does not wait.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Long enough to unwind, and to hear the answer to what is being written.
    private static readonly TimeSpan ToUnwind = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ToHear = TimeSpan.FromSeconds(5);

    // A signal may still be heard while this ends, and the process ends next.
#pragma warning disable CA2213
    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _over = new();
#pragma warning restore CA2213
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _lock = new();
    private readonly Lock _saying = new();
    private readonly List<Action> _leaving = [];
    private int _times;
    private bool _isSaid;
    private volatile bool _isUnread;

    /// <summary>What was written so far.</summary>
    public Undertaking Undertaking { get; } = new();

    /// <summary>Ends every wait.</summary>
    public CancellationToken Token => _source.Token;

    public bool IsAsked => Volatile.Read(ref _times) > 0;

    /// <summary>
    /// Who read what is printed has gone, as <c>head</c> does, and nobody else asked: that is no news where nothing was written.
    /// </summary>
    public bool IsUnread => _isUnread;

    /// <summary>Hears the signals of this process.</summary>
    public static Interruption OfThisProcess()
    {
        var interruption = new Interruption();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
            interruption._signals.Add(PosixSignalRegistration.Create(signal, interruption.Hear));
        return interruption;
    }

    /// <summary>What leaves the terminal as it was found, where the command cannot do so itself any more.</summary>
    public IDisposable OnLeaving(Action leave)
    {
        lock (_lock)
            _leaving.Add(leave);
        return new Left(this, leave);
    }

    /// <summary>Asks the command to end.</summary>
    /// <returns>How often that was asked.</returns>
    public int Ask()
    {
        var times = Interlocked.Increment(ref _times);
        if (times == 1)
            _ = _source.CancelAsync();
        return times;
    }

    /// <summary>Nobody reads what is printed any more.</summary>
    public void LoseReader()
    {
        _isUnread = !IsAsked || _isUnread;
        Ask();
    }

    /// <summary>
    /// Writes the sentence, the first time that it is asked to. Whoever asks next waits until it is written, or for a second.
    /// </summary>
    public void Say(TextWriter error)
    {
        if (!_saying.TryEnter(ToUnwind * 2))
            return;
        try
        {
            if (_isSaid)
                return;
            // Behind the `^C` that a terminal shows, or a question.
            var first = Console.IsErrorRedirected || IsUnread ? "" : Environment.NewLine;
            error.WriteLine($"{first}killswitch: interrupted; {Undertaking.Sentence}");
            _isSaid = true;
        }
        finally
        {
            _saying.Exit();
        }
    }

    public void Dispose()
    {
        _over.Set();
        foreach (var signal in _signals)
            signal.Dispose();
    }

    // On a thread of the signal's own, however busy the others are.
    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Ask() == 1 && context.Signal != PosixSignal.SIGQUIT
            && (_over.Wait(ToUnwind) || (Undertaking.IsAsking && _over.Wait(ToHear))))
        {
            return;
        }

        EndNow();
    }

    private void EndNow()
    {
        Action[] leaving;
        lock (_lock)
            leaving = [.. _leaving];
        try
        {
            foreach (var leave in leaving)
                leave();
            Say(Console.Error);
        }
        catch (IOException)
        {
            // The terminal has gone, too.
        }

        Environment.Exit(ExitCode.Interrupted);
    }

    private sealed class Left(Interruption owner, Action leave) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
                owner._leaving.Remove(leave);
        }
    }
}
