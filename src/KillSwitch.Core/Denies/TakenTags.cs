namespace KillSwitch.Core.Denies;

/// <summary>The tags of one guard that say which models a rule has taken away from their holder.</summary>
public sealed class TakenTags
{
    internal TakenTags(string keyPrefix)
    {
        Beginnings = new(keyPrefix + "p", 8);
        Models = new(keyPrefix + "x", 7);
        MantleModels = new(keyPrefix + "n", 8);
        OwnModels = new(keyPrefix + "w", 2);
        All = [Beginnings, Models, MantleModels, OwnModels];
    }

    /// <summary>What the ids of the models begin with, at Bedrock and at the mantle endpoint.</summary>
    public TagSlots Beginnings { get; }

    /// <summary>The ids of the models.</summary>
    public TagSlots Models { get; }

    /// <summary>The names of models on the mantle endpoint, where they are spelled differently.</summary>
    public TagSlots MantleModels { get; }

    /// <summary>The ids of models that the account has of its own.</summary>
    public TagSlots OwnModels { get; }

    /// <summary>What the prepared deny reads.</summary>
    public IReadOnlyList<TagSlots> All { get; }
}
