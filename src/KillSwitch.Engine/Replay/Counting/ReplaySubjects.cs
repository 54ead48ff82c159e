using System.Runtime.CompilerServices;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>
/// Finds what is the same of many calls. Readers of records keep one object for each caller and model, by which it is found.
/// </summary>
internal sealed class ReplaySubjects(RuleBook rules, SpendByName principals, SpendByName models, Action<Invocation> first)
{
    private const int MostKept = 100_000;

    private readonly Dictionary<Key, ReplaySubject> _kept = [];

    public ReplaySubject Of(Invocation record)
    {
        var key = new Key(record.Caller, record.Model, record.Account, record.Region, record.Project);
        if (_kept.TryGetValue(key, out var subject))
            return subject;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        // Says the same of each of them.
        first(record);
        _kept.Add(key, subject = new ReplaySubject(record, rules, principals, models));
        return subject;
    }

    private readonly record struct Key(Caller Caller, ModelId Model, string Account, string Region, string? Project)
    {
        public bool Equals(Key other) => ReferenceEquals(Caller, other.Caller) && ReferenceEquals(Model, other.Model)
            && Account == other.Account && Region == other.Region && Project == other.Project;

        public override int GetHashCode() =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(Caller), RuntimeHelpers.GetHashCode(Model), Region.Length);
    }
}
