using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>A model that a drill may call.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="IsOnDemand">Whether it can be called by that id, in its own region.</param>
public sealed record DrillModel(ModelId Id, bool IsOnDemand)
{
    /// <summary>Its profile in a geography: <c>us.amazon.nova-micro-v1:0</c>; null for none.</summary>
    public string? Geography { get; init; }

    /// <summary>Its profile everywhere; null for none.</summary>
    public string? Global { get; init; }

    public bool Streams { get; init; } = true;

    /// <summary>By what it is called, where it does not matter how.</summary>
    public string? Called => IsOnDemand ? Id.Id : Geography ?? Global;

    /// <summary>The ids of every profile by which it may be called.</summary>
    public IEnumerable<string> Profiles => new[] { Geography, Global }.OfType<string>();

    /// <summary>Speaks OpenAI's chat completions on the runtime endpoint.</summary>
    public bool IsOpenAi => Id.Vendor == "openai";
}
