using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>
/// Records as bytes, some forty each: names that recur are kept in memory once, all else is written. For the process that wrote it alone.
/// </summary>
internal sealed class RecordCodec
{
    private const int GuidBytes = 16;

    private readonly Recurring<string> _texts = new();
    private readonly Recurring<Caller> _callers = new();
    private readonly Recurring<ModelId> _models = new();
    // Of other kinds than the log's there are few.
    private readonly List<Invocation> _others = [];

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
    }

    public void Write(Invocation record, BinaryWriter writer)
    {
        if (!IsOfLog(record))
        {
            writer.Write7BitEncodedInt((int)Has.Other);
            writer.Write7BitEncodedInt(_others.Count);
            _others.Add(record);
            return;
        }

        var number = record.Id.Number;
        var has = (record.HasTokenCounts ? Has.TokenCounts : 0) | (record.IsBlocked ? Has.Blocked : 0)
            | (record.IsLatencyOptimized ? Has.LatencyOptimized : 0) | (record.BrokeOff ? Has.BrokeOff : 0)
            | (record.ErrorCode is null ? 0 : Has.Error) | (record.Tags is null ? 0 : Has.Tags)
            | (record.InferenceRegion is null ? 0 : Has.InferenceRegion) | (record.Units.Count == 0 ? 0 : Has.Units)
            | (number is null ? Has.RequestText : 0);
        writer.Write7BitEncodedInt((int)has);
        writer.Write7BitEncodedInt64(record.Timestamp.ToUnixTimeSeconds());
        Text(record.Account);
        Text(record.Region);
        if (number is { } guid)
        {
            Span<byte> bytes = stackalloc byte[GuidBytes];
            guid.TryWriteBytes(bytes);
            writer.Write(bytes);
        }
        else
        {
            writer.Write(record.Id.RequestId);
        }

        writer.Write7BitEncodedInt(_callers.NumberOf(record.Caller));
        writer.Write7BitEncodedInt(_models.NumberOf(record.Model));
        Text(record.Operation);
        writer.Write7BitEncodedInt((int)record.Tier);
        writer.Write7BitEncodedInt64(record.Tokens.InputTokens);
        writer.Write7BitEncodedInt64(record.Tokens.OutputTokens);
        writer.Write7BitEncodedInt64(record.Tokens.CacheReadInputTokens);
        writer.Write7BitEncodedInt64(record.Tokens.CacheWriteInputTokens);
        writer.Write7BitEncodedInt64(record.Tokens.CacheWrite1hInputTokens);
        if (record.ErrorCode is { } error)
            Text(error);
        if (record.InferenceRegion is { } region)
            Text(region);
        if (record.Tags is { } tags)
        {
            // Values may be of one call each.
            writer.Write7BitEncodedInt(tags.Count);
            foreach (var (key, value) in tags)
            {
                writer.Write(key);
                writer.Write(value);
            }
        }

        if (record.Units.Count == 0)
            return;
        writer.Write7BitEncodedInt(record.Units.Count);
        foreach (var units in record.Units)
        {
            writer.Write7BitEncodedInt((int)units.Kind);
            writer.Write(units.Quantity);
            writer.Write(units.IsPremium);
            writer.Write7BitEncodedInt(units.Side);
        }

        void Text(string text) => writer.Write7BitEncodedInt(_texts.NumberOf(text));
    }

    public Invocation Read(BinaryReader reader)
    {
        var has = (Has)reader.Read7BitEncodedInt();
        if (has.HasFlag(Has.Other))
            return _others[reader.Read7BitEncodedInt()];
        var timestamp = DateTimeOffset.FromUnixTimeSeconds(reader.Read7BitEncodedInt64());
        var (account, region) = (Text(), Text());
        RecordId id;
        if (has.HasFlag(Has.RequestText))
        {
            id = new RecordId(account, region, reader.ReadString());
        }
        else
        {
            Span<byte> bytes = stackalloc byte[GuidBytes];
            reader.BaseStream.ReadExactly(bytes);
            id = new RecordId(account, region, new Guid(bytes));
        }

        // As they were written.
        return new Invocation
        {
            Id = id,
            Timestamp = timestamp,
            Caller = _callers[reader.Read7BitEncodedInt()],
            Model = _models[reader.Read7BitEncodedInt()],
            Operation = Text(),
            Tier = (ServiceTier)reader.Read7BitEncodedInt(),
            Tokens = new TokenUsage(
                reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(),
                reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64()),
            ErrorCode = has.HasFlag(Has.Error) ? Text() : null,
            InferenceRegion = has.HasFlag(Has.InferenceRegion) ? Text() : null,
            Tags = has.HasFlag(Has.Tags) ? Tags() : null,
            Units = has.HasFlag(Has.Units) ? Units() : [],
            HasTokenCounts = has.HasFlag(Has.TokenCounts),
            IsBlocked = has.HasFlag(Has.Blocked),
            IsLatencyOptimized = has.HasFlag(Has.LatencyOptimized),
            BrokeOff = has.HasFlag(Has.BrokeOff),
        };

        string Text() => _texts[reader.Read7BitEncodedInt()];

        Dictionary<string, string> Tags()
        {
            var count = reader.Read7BitEncodedInt();
            var tags = new Dictionary<string, string>(count, StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
                tags.Add(reader.ReadString(), reader.ReadString());
            return tags;
        }

        BilledUnits[] Units()
        {
            var units = new BilledUnits[reader.Read7BitEncodedInt()];
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = new BilledUnits(
                    (UnitKind)reader.Read7BitEncodedInt(), reader.ReadDecimal(), reader.ReadBoolean(), reader.Read7BitEncodedInt());
            }

            return units;
        }
    }

    private static bool IsOfLog(Invocation record) => record.GetType() == typeof(Invocation)
        && record.Timestamp.Offset == TimeSpan.Zero && record.Timestamp.Ticks % TimeSpan.TicksPerSecond == 0
        && record.Timestamp >= DateTimeOffset.UnixEpoch;
}
