using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a policy's <c>chat</c>: whose buttons in a chat channel count.</summary>
internal static class ChatReader
{
    private const string Who = "mayRestore";

    // Nobody's: a pattern that matches it matches everybody of the kind.
    private static readonly string[] Anybody = ["role/(anybody)", "user/(anybody)"];

    public static List<Glob> Read(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "what `chat` says", Vocabulary.ChatKeys) is not { } fields)
            return [];
        if (!fields.TryGetValue(Who, out var who))
        {
            reading.Problem(node, $"`chat` lacks `{Who}`; allowed is `{{ {Who}: [role/NAME] }}`");
            return [];
        }

        var globs = reading.Names(who, DimensionKind.Principal, "a principal that may restore from chat") ?? [];
        foreach (var (item, glob) in PolicyReading.Items(who).Zip(globs))
            Check(item, glob, reading);
        return globs;
    }

    /// <summary>Warns of those whom a rule limits by their names: they may let others go.</summary>
    public static void WarnOfLimited(YamlNode node, Policy policy, PolicyReading reading)
    {
        foreach (var glob in policy.MayRestoreInChat.Where(glob => !Exemption.CanBeMadeToFit(glob)))
        {
            var name = PrincipalPattern.ShortName(glob.Pattern);
            if (policy.Rules.FirstOrDefault(rule => rule.Stop != StopScope.None && IsLimited(name, rule)) is { } limiting
                && !policy.Exempt.Any(exempt => MayMatch(exempt, name)))
            {
                reading.Warn(node, $"`{name}` may restore from chat and is limited by `{limiting.Id}`: its own stop it never lifts, "
                    + "others' it does while it is not stopped");
            }
        }
    }

    private static void Check(YamlNode item, Glob glob, PolicyReading reading)
    {
        if (PrincipalForm.Hint(glob) is not null)
        {
            reading.Problem(
                item, $"{PolicyReading.Quoted(item)} is a session, which anybody with its role names; allowed is the role itself");
        }
        else if (new Glob(PrincipalPattern.Of(glob).Resource) is var whom && Anybody.Any(name => whom.Matches(name)))
        {
            reading.Problem(item, $"{PolicyReading.Quoted(item)} lets everybody restore; name who may, such as `role/oncall`");
        }
        else if (Exemption.CanBeMadeToFit(glob) && PrincipalForm.Problem(glob) is null)
        {
            reading.Warn(item, $"{PolicyReading.Quoted(item)} lets whoever is given a name that fits restore from chat, and who may make "
                + "a role or a user chooses its name: write each name in full");
        }
    }

    private static bool IsLimited(string name, Rule rule) => rule.Match.Any(
        match => match.Field.Kind == DimensionKind.Principal && match.AnyOf.Any(glob => MayMatch(glob, name)));

    // Which account that is no policy says.
    private static bool MayMatch(Glob glob, string name) => PrincipalPattern.Of(glob).MayMatch(name, "*");
}
