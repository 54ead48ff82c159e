using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.InvocationLog;

/// <summary>The texts that repeat from record to record, each made once.</summary>
internal sealed class RecordTexts
{
    private const int Capacity = 65_536;

    /// <summary>Fewer: metadata may hold an id of its own for each call.</summary>
    private const int TagCapacity = 4_096;

    public Utf8Pool<string> Accounts { get; } = new(Capacity, Encoding.UTF8.GetString);

    public Utf8Pool<string> Regions { get; } = new(Capacity, Encoding.UTF8.GetString);

    public Utf8Pool<string> Operations { get; } = new(Capacity, Encoding.UTF8.GetString);

    public Utf8Pool<string> SchemaTypes { get; } = new(Capacity, Encoding.UTF8.GetString);

    public Utf8Pool<string> ErrorCodes { get; } = new(Capacity, Encoding.UTF8.GetString);

    public Utf8Pool<Caller> Callers { get; } = new(Capacity, static arn => Caller.Parse(Encoding.UTF8.GetString(arn)));

    public Utf8Pool<ModelId> Models { get; } = new(Capacity, static id => ModelId.Parse(Encoding.UTF8.GetString(id)));

    /// <summary>Where deliveries come from.</summary>
    public Utf8Pool<string> Origins { get; } = new(Capacity, Encoding.UTF8.GetString);

    /// <summary>Lists of subscriptions, by their JSON text.</summary>
    public Utf8Pool<IReadOnlyList<string>> Filters { get; } = new(TagCapacity, TextList.Parse);

    /// <summary>By the names that answers give the models that have a price.</summary>
    public Utf8Pool<ModelId> Answered { get; } = new(Capacity, static name => AnsweredModels.Find(Encoding.UTF8.GetString(name)));

    /// <summary>By the JSON text of <c>requestMetadata</c>.</summary>
    public Utf8Pool<Dictionary<string, string>> Tags { get; } = new(TagCapacity, RequestMetadata.Parse);
}
