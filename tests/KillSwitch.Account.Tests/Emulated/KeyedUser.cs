using System.Collections.Concurrent;
using System.Xml.Linq;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>The long-term API keys of users, of which the emulator knows nothing.</summary>
internal sealed class KeyedUser
{
    /// <summary>Whether each key works, by its id.</summary>
    public ConcurrentDictionary<string, bool> Keys { get; } = new();

    /// <summary>For <see cref="CountingProxy.Own"/>.</summary>
    public string? Answer(IReadOnlyDictionary<string, string> fields) => fields.GetValueOrDefault("Action") switch
    {
        "ListServiceSpecificCredentials" => List(fields["UserName"]),
        "UpdateServiceSpecificCredential" => Update(fields["ServiceSpecificCredentialId"], fields["Status"] == "Active"),
        _ => null,
    };

    private string List(string user) => new XElement(
        "ListServiceSpecificCredentialsResponse",
        new XElement(
            "ListServiceSpecificCredentialsResult",
            new XElement("ServiceSpecificCredentials", Keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => new XElement(
                "member",
                new XElement("UserName", user),
                new XElement("Status", key.Value ? "Active" : "Inactive"),
                new XElement("ServiceSpecificCredentialId", key.Key),
                new XElement("ServiceName", "bedrock.amazonaws.com")))))).ToString();

    private string Update(string id, bool isActive)
    {
        Keys[id] = isActive;
        return "<UpdateServiceSpecificCredentialResponse/>";
    }
}
