using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// Records as bytes, some forty each: names that recur are kept in memory once, all else is written. For the process that wrote it alone.
/// </summary>
/// <param name="mostTags">How many sets of tags are taken to recur.</param>
internal sealed class RecordCodec(int mostTags = RecordCodec.MostTags)
{
    private readonly Recurring<string> _texts = new();
    private readonly Recurring<Caller> _callers = new();
    private readonly Recurring<ModelId> _models = new();
    // Values may be of one call each: of those there is no end, and they are written.
    private readonly Dictionary<object, int> _tagNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<IReadOnlyDictionary<string, string>> _tags = [];
    // Of other kinds than the log's there are few.
    private readonly List<Invocation> _others = [];

    private const int MostTags = 20_000;

    [Flags]
    private enum Has
    {
        None = 0,
        TokenCounts = 1,
        Blocked = 2,
        LatencyOptimized = 4,
        BrokeOff = 8,
        Error = 16,
        Tags = 32,
        InferenceRegion = 64,
        Units = 128,
        RequestText = 256,
        Other = 512,
        KnownTags = 1024,
    }

    public void Write(Invocation record, ByteWriter writer)
    {
        if (!IsOfLog(record))
        {
            writer.Number((int)Has.Other);
            writer.Number(_others.Count);
            _others.Add(record);
            return;
        }

        var number = record.Id.Number;
        var has = (record.HasTokenCounts ? Has.TokenCounts : 0) | (record.IsBlocked ? Has.Blocked : 0)
            | (record.IsLatencyOptimized ? Has.LatencyOptimized : 0) | (record.BrokeOff ? Has.BrokeOff : 0)
            | (record.ErrorCode is null ? 0 : Has.Error) | (record.Tags is null ? 0 : Has.Tags)
            | (record.InferenceRegion is null ? 0 : Has.InferenceRegion) | (record.Units.Count == 0 ? 0 : Has.Units)
            | (number is null ? Has.RequestText : 0);
        var tagNumber = NumberOf(record.Tags);
        if (tagNumber is not null)
            has |= Has.KnownTags;
        writer.Number((int)has);
        writer.Number(record.Timestamp.ToUnixTimeSeconds());
        Text(record.Account);
        Text(record.Region);
        if (number is { } guid)
        {
            writer.Guid(guid);
        }
        else
        {
            writer.Text(record.Id.RequestId);
        }

        writer.Number(_callers.NumberOf(record.Caller));
        writer.Number(_models.NumberOf(record.Model));
        Text(record.Operation);
        writer.Number((int)record.Tier);
        writer.Number(record.Tokens.InputTokens);
        writer.Number(record.Tokens.OutputTokens);
        writer.Number(record.Tokens.CacheReadInputTokens);
        writer.Number(record.Tokens.CacheWriteInputTokens);
        writer.Number(record.Tokens.CacheWrite1hInputTokens);
        if (record.ErrorCode is { } error)
            Text(error);
        if (record.InferenceRegion is { } region)
            Text(region);
        if (tagNumber is { } known)
        {
            writer.Number(known);
        }
        else if (record.Tags is { } tags)
        {
            writer.Number(tags.Count);
            foreach (var (key, value) in tags)
            {
                writer.Text(key);
                writer.Text(value);
            }
        }

        if (record.Units.Count == 0)
            return;
        writer.Number(record.Units.Count);
        foreach (var units in record.Units)
        {
            writer.Number((int)units.Kind);
            writer.Decimal(units.Quantity);
            writer.Number(units.IsPremium ? 1 : 0);
            writer.Number(units.Side);
        }

        void Text(string text) => writer.Number(_texts.NumberOf(text));
    }

    public Invocation Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var has = (Has)reader.Number();
        if (has.HasFlag(Has.Other))
            return _others[(int)reader.Number()];
        var timestamp = DateTimeOffset.FromUnixTimeSeconds(reader.Number());
        var (account, region) = (Text(ref reader), Text(ref reader));
        RecordId id;
        if (has.HasFlag(Has.RequestText))
        {
            id = new RecordId(account, region, reader.Text());
        }
        else
        {
            id = new RecordId(account, region, reader.Guid());
        }

        // As they were written.
        return new Invocation
        {
            Id = id,
            Timestamp = timestamp,
            Caller = _callers[(int)reader.Number()],
            Model = _models[(int)reader.Number()],
            Operation = Text(ref reader),
            Tier = (ServiceTier)reader.Number(),
            Tokens = new TokenUsage(
                reader.Number(), reader.Number(), reader.Number(),
                reader.Number(), reader.Number()),
            ErrorCode = has.HasFlag(Has.Error) ? Text(ref reader) : null,
            InferenceRegion = has.HasFlag(Has.InferenceRegion) ? Text(ref reader) : null,
            Tags = has.HasFlag(Has.KnownTags) ? _tags[(int)reader.Number()] : has.HasFlag(Has.Tags) ? Tags(ref reader) : null,
            Units = has.HasFlag(Has.Units) ? Units(ref reader) : [],
            HasTokenCounts = has.HasFlag(Has.TokenCounts),
            IsBlocked = has.HasFlag(Has.Blocked),
            IsLatencyOptimized = has.HasFlag(Has.LatencyOptimized),
            BrokeOff = has.HasFlag(Has.BrokeOff),
        };
    }

    // Readers keep one object for what recurs.
    private int? NumberOf(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
            return null;
        if (_tagNumbers.TryGetValue(tags, out var number))
            return number;
        if (_tags.Count == mostTags)
            return null;
        _tagNumbers.Add(tags, _tags.Count);
        _tags.Add(tags);
        return _tags.Count - 1;
    }

    private string Text(ref ByteReader reader) => _texts[(int)reader.Number()];

    private static Dictionary<string, string> Tags(ref ByteReader reader)
    {
        var count = (int)reader.Number();
        var tags = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            tags.Add(reader.Text(), reader.Text());
        return tags;
    }

    private static BilledUnits[] Units(ref ByteReader reader)
    {
        var units = new BilledUnits[(int)reader.Number()];
        for (var i = 0; i < units.Length; i++)
            units[i] = new BilledUnits((UnitKind)reader.Number(), reader.Decimal(), reader.Number() == 1, (int)reader.Number());
        return units;
    }

    private static bool IsOfLog(Invocation record) => record.GetType() == typeof(Invocation)
        && record.Timestamp.Offset == TimeSpan.Zero && record.Timestamp.Ticks % TimeSpan.TicksPerSecond == 0
        && record.Timestamp >= DateTimeOffset.UnixEpoch;
}
