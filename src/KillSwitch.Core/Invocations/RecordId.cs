namespace KillSwitch.Core.Invocations;

/// <summary>
/// What makes a record one record, however often it is delivered: account, region and Bedrock's request id.
/// A request id that is a GUID is held as one, so that a record costs no string.
/// </summary>
public readonly record struct RecordId : IComparable<RecordId>
{
    private readonly Guid _guid;
    private readonly string? _text;

    public RecordId(string account, string region, Guid requestId)
    {
        Account = account;
        Region = region;
        _guid = requestId;
    }

    public RecordId(string account, string region, string requestId)
    {
        Account = account;
        Region = region;
        // Only the exact lower-case form: two spellings stay two records, as Bedrock wrote them.
        if (Guid.TryParseExact(requestId, "D", out var guid) && guid.ToString("D") == requestId)
            _guid = guid;
        else
            _text = requestId;
    }

    public string Account { get; }

    public string Region { get; }

    public string RequestId => _text ?? _guid.ToString("D");

    /// <summary>The request id as the GUID that it is; null for any other text.</summary>
    public Guid? Number => _text is null ? _guid : null;

    /// <summary>A total order without meaning, for results that do not depend on the order of files.</summary>
    public int CompareTo(RecordId other)
    {
        var order = string.CompareOrdinal(Account, other.Account);
        if (order == 0)
            order = string.CompareOrdinal(Region, other.Region);
        if (order == 0)
            order = string.CompareOrdinal(_text, other._text);
        return order == 0 ? _guid.CompareTo(other._guid) : order;
    }

    public static bool operator <(RecordId left, RecordId right) => left.CompareTo(right) < 0;

    public static bool operator >(RecordId left, RecordId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RecordId left, RecordId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RecordId left, RecordId right) => left.CompareTo(right) >= 0;
}
