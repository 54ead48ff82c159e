using KillSwitch.Core.RunningWork;

namespace KillSwitch.Engine.RunningWork;

/// <summary>The jobs that one stop has met, while they are looked through.</summary>
internal sealed class JobNotes(StopWork before)
{
    // What one item of the memory holds.
    private const int Most = 300;

    private readonly Dictionary<string, JobNote> _notes = before.Jobs.ToDictionary(note => note.Arn, StringComparer.Ordinal);

    /// <summary>What people do not know of yet.</summary>
    public IReadOnlyList<JobNote> News => [.. _notes.Values.Where(note => !note.IsTold && note.State != JobState.Stopping)];

    /// <summary>Whether stopping it was written down before.</summary>
    public bool IsBegun(string arn) => _notes.TryGetValue(arn, out var known) && known.State != JobState.StillRuns;

    public void Set(RunningJob job, JobState state, string reason)
    {
        var isTold = _notes.TryGetValue(job.Arn, out var known) && known.State == state && known.Reason == reason && known.IsTold;
        _notes[job.Arn] = new JobNote(job.Arn, job.Kind, job.Name, state, reason, isTold);
    }

    public void Remove(string arn) => _notes.Remove(arn);

    /// <summary>What runs no more: if the guard was about to stop it, it did; else it ended by itself.</summary>
    public void Settle(IReadOnlySet<string> running)
    {
        foreach (var gone in _notes.Values.Where(note => note.State != JobState.Stopped && !running.Contains(note.Arn)).ToList())
            Ended(gone.Arn);
    }

    public void Ended(string arn)
    {
        if (_notes.TryGetValue(arn, out var note) && before.Jobs.Any(known => known.Arn == arn && known.State == JobState.Stopping))
            _notes[arn] = note with { State = JobState.Stopped, IsTold = false };
        else
            _notes.Remove(arn);
    }

    public IReadOnlyList<JobNote> All() => [.. _notes.Values.TakeLast(Most)];

    public IReadOnlyList<JobNote> AllTold() =>
        [.. All().Select(note => note.State == JobState.Stopping ? note : note with { IsTold = true })];
}
