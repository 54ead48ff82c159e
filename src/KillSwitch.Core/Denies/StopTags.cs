using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Denies;

/// <summary>
/// The tags of one guard that name what of a role or a user is stopped: a session of it, or a model to it. A principal's tags are one
/// namespace for the account, so the keys of two guards differ by the names of their stacks.
/// </summary>
public sealed class StopTags
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private StopTags(string keyPrefix, string sessions, string models, string mantleModels, string ownModels)
    {
        Taken = new(keyPrefix);
        KeyPrefix = keyPrefix;
        Sessions = new(keyPrefix + sessions, 30);
        Models = new(keyPrefix + models, 10);
        MantleModels = new(keyPrefix + mantleModels, 10);
        OwnModels = new(keyPrefix + ownModels, 3);
        OfModels = [Models, MantleModels, OwnModels];
    }

    /// <summary>Of a stack with the name that nobody chose.</summary>
    public static StopTags Default { get; } = new(StopTag.KeyPrefix + "-", "", "model-", "mantle-", "own-");

    /// <summary>What every key of the guard begins with, and no key of another.</summary>
    public string KeyPrefix { get; }

    /// <summary>The names of stopped sessions.</summary>
    public TagSlots Sessions { get; }

    /// <summary>The ids of stopped foundation models.</summary>
    public TagSlots Models { get; }

    /// <summary>The names of stopped models on the mantle endpoint, where they are spelled differently.</summary>
    public TagSlots MantleModels { get; }

    /// <summary>
    /// The ids of stopped models that the account has of its own: provisioned, custom, imported, deployed, behind a profile.
    /// </summary>
    public TagSlots OwnModels { get; }

    /// <summary>What of models is taken away from the holder alone.</summary>
    public TakenTags Taken { get; }

    /// <summary>What the prepared deny of models reads.</summary>
    public IReadOnlyList<TagSlots> OfModels { get; }

    /// <param name="stack">The name of the guard's stack.</param>
    public static StopTags Of(string stack) => stack == GuardSetting.DefaultStack
        ? Default
        // Short, as the prepared denies name each key and have little room.
        : new(StopTag.KeyPrefix + Code(stack), "", "m", "t", "o");

    /// <summary>Whether a key is this guard's, and no other guard's.</summary>
    public bool IsOwn(string key) => key.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase);

    private static string Code(string stack) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(stack))[..4].Select(one => Letters[one % Letters.Length]));
}
