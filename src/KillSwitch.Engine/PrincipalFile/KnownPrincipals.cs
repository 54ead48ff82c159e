using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PrincipalFile;

/// <summary>One role or user of a file.</summary>
/// <param name="Account">Whose it is; null for that of whichever call names it.</param>
/// <param name="Path">Null where the file does not say it.</param>
/// <param name="Tags">Null where the file does not say them.</param>
internal sealed record KnownPrincipal(string? Account, string? Path, TagSet? Tags);

/// <summary>The IAM paths and tags of roles and users, which a log leaves out, as a file says them.</summary>
public sealed class KnownPrincipals
{
    private readonly IReadOnlyDictionary<string, KnownPrincipal> _known;
    private readonly Dictionary<(Caller, string Account), Caller> _described = [];

    /// <param name="known">By <c>role/NAME</c> or <c>user/NAME</c>.</param>
    internal KnownPrincipals(IReadOnlyDictionary<string, KnownPrincipal> known)
    {
        _known = known;
        Paths = new PrincipalPaths(known.Where(one => one.Value.Path is not null).ToDictionary(one => one.Key, one => one.Value.Path!));
    }

    public PrincipalPaths Paths { get; }

    /// <summary>The call with what the file says of its caller; as it is where the file says nothing.</summary>
    public Invocation Describe(Invocation call)
    {
        if (!DimensionValue.IsListed(call) || !_known.TryGetValue(call.Caller.Principal.Name, out var known)
            || (known.Account ?? call.Account) != call.Account)
        {
            return call;
        }

        if (!_described.TryGetValue((call.Caller, call.Account), out var caller))
        {
            var principal = call.Caller.Principal;
            caller = call.Caller with { Principal = principal with { Path = known.Path ?? principal.Path, Tags = known.Tags } };
            _described.Add((call.Caller, call.Account), caller);
        }

        return call with { Caller = caller };
    }
}
