using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// By time. Records of one second and request may differ; their order must still not depend on the files that they came from.
/// </summary>
internal sealed class RecordOrder : IComparer<Invocation>
{
    public static RecordOrder Instance { get; } = new();

    public int Compare(Invocation? left, Invocation? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        var order = left.Timestamp.CompareTo(right.Timestamp);
        if (order == 0)
            order = left.Id.CompareTo(right.Id);
        if (order == 0)
            order = string.CompareOrdinal(left.ErrorCode, right.ErrorCode);
        if (order == 0)
            order = right.Tokens.TotalTokens.CompareTo(left.Tokens.TotalTokens);
        if (order == 0)
            order = right.Tokens.OutputTokens.CompareTo(left.Tokens.OutputTokens);
        if (order == 0)
            order = right.Tokens.InputTokens.CompareTo(left.Tokens.InputTokens);
        if (order == 0)
            order = string.CompareOrdinal(left.Model.Raw, right.Model.Raw);
        return order == 0 ? string.CompareOrdinal(left.Caller.Principal.Arn, right.Caller.Principal.Arn) : order;
    }
}
