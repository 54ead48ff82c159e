namespace KillSwitch.Core.Caching;

/// <summary>
/// The prompts of one session and model that a later call may continue. A call continues the longest one that is not longer
/// than itself and still lives; each is continued once, so that two conversations side by side are kept apart. A prompt that is
/// shorter than all others starts anew: nothing of it is taken for cached before.
/// </summary>
internal sealed class OpenPrompts(TimeSpan lifetime)
{
    // Whoever comes later than this was not merely late.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly List<Prompt> _open = [];

    /// <summary>Takes the prompt that a call continues.</summary>
    /// <param name="at">When it is made; never earlier than the one before.</param>
    /// <param name="tokens">All its input.</param>
    /// <param name="isLate">There would have been one, but its time was over.</param>
    public (int Call, long Tokens)? Continue(DateTimeOffset at, long tokens, out bool isLate)
    {
        _open.RemoveAll(prompt => at - prompt.At > Longest);
        var best = Best(prompt => at - prompt.At <= prompt.Lifetime, tokens);
        isLate = best < 0 && (best = Best(_ => true, tokens)) >= 0;
        if (best < 0)
            return null;
        var found = _open[best];
        _open.RemoveAt(best);
        return isLate ? null : (found.Call, found.Tokens);
    }

    /// <param name="hour">It was written for one hour.</param>
    public void Add(int call, DateTimeOffset at, long tokens, bool hour) =>
        _open.Add(new Prompt(call, at, tokens, hour ? Longest : lifetime));

    private int Best(Predicate<Prompt> lives, long tokens)
    {
        var best = -1;
        for (var i = 0; i < _open.Count; i++)
        {
            if (_open[i].Tokens <= tokens && lives(_open[i]) && (best < 0 || _open[i].Tokens >= _open[best].Tokens))
                best = i;
        }

        return best;
    }

    private readonly record struct Prompt(int Call, DateTimeOffset At, long Tokens, TimeSpan Lifetime);
}
