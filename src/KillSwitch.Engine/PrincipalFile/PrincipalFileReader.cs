using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PrincipalFile;

/// <summary>What came of a file of principals.</summary>
/// <param name="Principals">Null where there is a mistake.</param>
/// <param name="Problems">In the order of the file.</param>
public sealed record PrincipalFileResult(KnownPrincipals? Principals, IReadOnlyList<YamlProblem> Problems);

/// <summary>
/// Reads who has which IAM path and tags: the JSON that <c>aws iam get-account-authorization-details</c> prints, or YAML of
/// <c>version: 1</c> and <c>principals</c>, a mapping of <c>role/NAME</c> or <c>user/NAME</c> to <c>path</c> and <c>tags</c>.
/// </summary>
public static class PrincipalFileReader
{
    private const string Allowed = "allowed is `role/NAME` or `user/NAME`";

    public static PrincipalFileResult Read(string text)
    {
        var problems = new List<YamlProblem>();
        var known = PrincipalListingJson.TryRead(text, problems) ?? (problems.Count == 0 ? Own(text, problems) : null);
        return problems.Count == 0 && known is not null
            ? new PrincipalFileResult(new KnownPrincipals(known), [])
            : new PrincipalFileResult(null, [.. problems.Order()]);
    }

    private static Dictionary<string, KnownPrincipal>? Own(string yaml, List<YamlProblem> problems)
    {
        if (YamlFile.Load(yaml, "file of principals", problems) is not { } root)
            return null;
        var file = new YamlMapping(root, problems, "version", "principals");
        if (file.Required("version") is { } version && version is not YamlScalarNode { Value: "1" })
            file.Problem(version, $"`{version}` is no version of a file of principals; allowed is `1`");
        var known = new Dictionary<string, KnownPrincipal>(StringComparer.Ordinal);
        if (file.Required("principals") is not { } all)
            return null;
        if (all is not YamlMappingNode principals)
            return file.Problem<Dictionary<string, KnownPrincipal>>(all, $"`principals` is a mapping of names; {Allowed} for each");
        foreach (var (key, value) in principals)
        {
            if (key is not YamlScalarNode { Value: { } name } || !IsName(name))
                file.Problem(key, $"`{key}` is no role or user; {Allowed}");
            else if (value is not YamlMappingNode one)
                file.Problem(value, $"`{name}` has a `path`, `tags`, or both, such as `{{ path: /agents/, tags: {{ team: search }} }}`");
            else
                known[name] = One(new YamlMapping(one, problems, "path", "tags"));
        }

        return known;
    }

    private static bool IsName(string name) =>
        name.Split('/') is ["role" or "user", { Length: > 0 } own] && !own.AsSpan().ContainsAny('*', '?', ':');

    private static KnownPrincipal One(YamlMapping fields) => new(
        Account: null,
        fields.Optional("path") switch
        {
            null => null,
            YamlScalarNode { Value: ['/'] or ['/', .., '/'] } path => path.Value,
            var other => fields.Problem<string>(other, $"`{other}` is no path of IAM; allowed is `/`, or one such as `/teams/agents/`"),
        },
        fields.Optional("tags") switch
        {
            null => null,
            YamlMappingNode tags when tags.All(tag => tag is { Key: YamlScalarNode { Value.Length: > 0 }, Value: YamlScalarNode }) =>
                TagSet.OfPrincipal(tags.Select(tag =>
                    KeyValuePair.Create(((YamlScalarNode)tag.Key).Value!, ((YamlScalarNode)tag.Value).Value ?? ""))),
            var other => fields.Problem<TagSet>(other, $"`{other}` are no tags; allowed is a mapping such as `{{ team: search }}`"),
        });
}
