using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ContextEntry
{
    public string? ContextKeyName { get; set; }

    /// <summary>Such as <c>string</c> or <c>stringList</c>.</summary>
    public string? ContextKeyType { get; set; }

    public List<string>? ContextKeyValues { get; set; }

    internal static void Write(QueryParameters to, ContextEntry entry) =>
        to.Add(nameof(ContextKeyName), entry.ContextKeyName)
            .Add(nameof(ContextKeyType), entry.ContextKeyType)
            .AddList(nameof(ContextKeyValues), entry.ContextKeyValues);
}
