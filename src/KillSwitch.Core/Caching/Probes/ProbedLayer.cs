namespace KillSwitch.Core.Caching.Probes;

/// <summary>Two calls with the same long prompt through one layer.</summary>
/// <param name="Name">As the person named it: a URL, or <c>bedrock</c>.</param>
/// <param name="IsBedrock">Bedrock itself: nothing lies behind it.</param>
/// <param name="Minimum">Tokens below which its model does not cache; 0 where nobody knows.</param>
public sealed record ProbedLayer(string Name, bool IsBedrock, long Minimum, ProbeUsage First, ProbeUsage Second)
{
    public LayerVerdict Verdict => this switch
    {
        { First: { Read: null, Written: null }, Second: { Read: null, Written: null } } => LayerVerdict.Hidden,
        { Second: { Read: > 0 and var read, Input: var input } } => read * 2 >= input ? LayerVerdict.Works : LayerVerdict.ReadsLittle,
        { First.Written: > 0 } or { Second.Written: > 0 } => LayerVerdict.WrittenNotRead,
        { Second.Input: var input } when input > 0 && input < Minimum => LayerVerdict.TooShort,
        { First.Written: null, Second.Written: null } => LayerVerdict.NothingRead,
        _ => LayerVerdict.NothingWritten,
    };
}
