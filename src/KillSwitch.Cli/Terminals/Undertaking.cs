namespace KillSwitch.Cli.Terminals;

/// <summary>What a command has written so far, or may have: told to whoever ends it before it ends.</summary>
internal sealed class Undertaking
{
    private readonly Lock _lock = new();
    private readonly List<(string Subject, string Clause)> _clauses = [];
    private int _asking;

    /// <summary>Something is being written and the answer is out: a moment's patience tells what became of it.</summary>
    public bool IsAsking => Volatile.Read(ref _asking) > 0;

    /// <summary>Whether anything is known to be written, or may be.</summary>
    public bool IsNothing
    {
        get
        {
            lock (_lock)
                return _clauses.Count == 0;
        }
    }

    /// <summary>As one clause: what was done, and what becomes of it.</summary>
    public string Sentence
    {
        get
        {
            lock (_lock)
                return _clauses.Count == 0 ? "nothing was changed" : string.Join("; ", _clauses.Select(one => one.Clause));
        }
    }

    /// <summary>The last word on a subject; null where nothing of it stands.</summary>
    public void Tell(string subject, string? clause)
    {
        lock (_lock)
        {
            var at = _clauses.FindIndex(one => one.Subject == subject);
            if (at >= 0 && clause is null)
                _clauses.RemoveAt(at);
            else if (at >= 0)
                _clauses[at] = (subject, clause!);
            else if (clause is not null)
                _clauses.Add((subject, clause));
        }
    }

    /// <summary>
    /// Writes something that is not broken off: whether it was written would not be known. Until the answer is there it may be.
    /// </summary>
    /// <param name="subject">Of what.</param>
    /// <param name="perhaps">What is said until the answer is there; null where what was said before holds on.</param>
    /// <param name="write">Writes, with a token that nothing cancels.</param>
    /// <param name="clause">What is said of the answer; null where nothing was changed by it.</param>
    /// <param name="cancellation">Before it begins.</param>
    public async ValueTask<T> WriteAsync<T>(
        string subject, string? perhaps, Func<CancellationToken, ValueTask<T>> write, Func<T, string?> clause,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var before = ClauseOf(subject);
        Tell(subject, perhaps ?? before);
        Interlocked.Increment(ref _asking);
        try
        {
            var answer = await write(CancellationToken.None);
            Tell(subject, clause(answer) ?? before);
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    private string? ClauseOf(string subject)
    {
        lock (_lock)
            return _clauses.FirstOrDefault(one => one.Subject == subject).Clause;
    }
}
