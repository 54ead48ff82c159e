using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CDK;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Infra.Templates;

/// <summary>
/// What the CDK makes of the constructs, as a template that needs no CDK: options are parameters, what depends on them has conditions, and
/// the functions' program is taken from a bucket of the account.
/// </summary>
internal static class StaticTemplate
{
    /// <summary>The parameters that say where the functions' program lies, in the region of the stack.</summary>
    public const string CodeBucket = "codeBucket";
    public const string CodeKey = "codeKey";

    private const string RetainData = "retainData";

    /// <summary>The guard of an account, but for its sensors.</summary>
    /// <param name="stack">The guard's name, which is in its tags, and so in keys that no parameter can be in.</param>
    public static JsonObject OfGuard(string stack) => Retaining(Of(
        "Kill switch for Amazon Bedrock", TemplateOptions.OfGuard, [], stack, (app, options, _) => new HomeStack(app, options)));

    /// <summary>What hears one further region for a guard.</summary>
    /// <param name="stack">That guard's name.</param>
    public static JsonObject OfSensor(string stack) => Of(
        "Kill switch for Amazon Bedrock: hears a further region for a guard", TemplateOptions.OfSensor, SensorSample.Holes, stack,
        (app, options, shapes) => new SensorStack(
            app, options, SensorSample.Home(stack, options, shapes), SensorSample.Region,
            GuardSetting.SensorStack(GuardSetting.DefaultStack)));

    // Deletion policies take no function: the parameter is kept with the stack, and `killswitch deploy` writes what it says.
    private static JsonObject Retaining(JsonObject template)
    {
        template["Parameters"]![RetainData] = new JsonObject
        {
            ["Type"] = "String",
            ["Default"] = "true",
            ["AllowedValues"] = new JsonArray("true", "false"),
            ["Description"] = "Whether the table and the invocation logs outlive the stack",
        };
        template["Rules"] = new JsonObject
        {
            [ReleaseTemplate.RetainRule] = new JsonObject
            {
                ["Assertions"] = new JsonArray(new JsonObject
                {
                    ["Assert"] = new JsonObject { ["Fn::Equals"] = new JsonArray(Intrinsic.Ref(RetainData), "true") },
                    ["AssertDescription"] = "retainData takes another deletion policy, which killswitch deploy writes into the template",
                }),
            },
        };
        return template;
    }

    private static JsonObject Of(
        string description, IReadOnlyList<TemplateOption> options, IReadOnlyList<TemplateHole> further, string stack,
        Func<App, GuardOptions, Shapes, Stack> add)
    {
        var samples = TemplateSamples.Of(options)
            .Select(shapes => (Shapes: shapes, Json: Made(Context(options, shapes, stack), (app, chosen) => add(app, chosen, shapes))))
            .ToList();
        var byName = options.ToDictionary(option => option.Name);
        var conditions = new Conditions(atom => byName[atom.Feature.Option].Ask(atom));
        var atoms = options.SelectMany(option => option.Features)
            .SelectMany(feature => feature.Asked.Select(shape => new Atom(feature, shape))).ToList();
        List<(string Sample, string Place)> kinds = [.. Placed(options).Where(one => one.HasKinds).Select(one => (one.Sample, one.Place))];
        var merge = new TemplateMerge(
            atoms,
            (atom, text) => atom.Feature.Place > 0 && byName[atom.Feature.Option].Holes[atom.Feature.Place - 1].Sample.IsMatch(text),
            text => kinds.Aggregate(text, (placed, kind) => placed.Replace(kind.Sample, kind.Place, StringComparison.Ordinal)),
            WordBreak(options), conditions);
        var holes = new TemplateHoles([.. options.SelectMany(option => option.Holes), .. further]);
        var resources = merge.Sections([.. samples.Select(sample => (sample.Shapes, sample.Json["Resources"]!.AsObject()))]);
        var outputs = merge.Sections([.. samples.Select(sample => (sample.Shapes, sample.Json["Outputs"]!.AsObject()))]);
        var parameters = new JsonObject(options.Select(option => KeyValuePair.Create<string, JsonNode?>(option.Name, option.ToParameter()))
            .Append(KeyValuePair.Create<string, JsonNode?>(
                CodeBucket, Told("The bucket, in the region of the stack, that holds the functions' program")))
            .Append(KeyValuePair.Create<string, JsonNode?>(CodeKey, Told("Its key there: a zip of the release"))));
        return new JsonObject
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = description,
            ["Metadata"] = new JsonObject { ["KillSwitch"] = new JsonObject { ["filled"] = Filled(options) } },
            ["Parameters"] = parameters,
            ["Conditions"] = conditions.ToJson(),
            ["Resources"] = holes.Fill(resources),
            ["Outputs"] = holes.Fill(outputs),
        };
    }

    private static Regex WordBreak(IReadOnlyList<TemplateOption> options)
    {
        var samples = string.Join('|', Placed(options).Select(one => Regex.Escape(one.Sample)));
        return new Regex($"(?=,)|(?<!,)(?={samples})|(?<={samples})", RegexOptions.CultureInvariant);
    }

    // What stands for the elements of lists. A word that is anything else somewhere stands for nothing.
    private static IEnumerable<(string Sample, string Place, bool HasKinds)> Placed(IReadOnlyList<TemplateOption> options) =>
        from option in options
        from feature in option.Features
        where feature.Place > 0
        from shape in feature.Shapes.Skip(1)
        let sample = option.Sample(feature.Place, shape)
        where sample.Contains("zz", StringComparison.Ordinal)
        select (sample, $"{option.Name}#{feature.Place}", feature.Shapes.Count > 2);

    // What `killswitch deploy` fills in by itself.
    private static JsonObject Filled(IReadOnlyList<TemplateOption> options) => new(
        options.Where(option => option.IsHomes)
            .Select(option => KeyValuePair.Create<string, JsonNode?>(option.Name, FilledIn.OfHome(option.HomesMember)))
            .Append(KeyValuePair.Create<string, JsonNode?>(CodeBucket, FilledIn.CodeBucket))
            .Append(KeyValuePair.Create<string, JsonNode?>(CodeKey, FilledIn.CodeKey)));

    private static JsonObject Told(string description) => new() { ["Type"] = "String", ["Description"] = description };

    /// <summary>What the CDK is told under some shapes.</summary>
    internal static Dictionary<string, object> Context(IReadOnlyList<TemplateOption> options, Shapes shapes, string stack)
    {
        var context = new Dictionary<string, object> { ["stackName"] = stack };
        foreach (var option in options)
        {
            if (option.Context(shapes) is { } text)
                context[option.Name] = text;
        }

        // Of home's own, which the CDK reads from where home wrote them down.
        foreach (var option in options.Where(option => option.IsHomes))
            context.Remove(option.Name);
        // Says nothing without a lease.
        if (!context.ContainsKey("lease"))
            context.Remove("leaseMinutes");
        return context;
    }

    /// <summary>What the CDK makes, without what is the CDK's own.</summary>
    internal static JsonObject Made(IReadOnlyDictionary<string, object> context, Func<App, GuardOptions, Stack> add)
    {
        var outdir = Directory.CreateTempSubdirectory("killswitch-template-").FullName;
        try
        {
            var app = new App(new AppProps
            {
                Context = new Dictionary<string, object>(context) { ["aws:cdk:disable-asset-staging"] = true },
                Outdir = outdir,
                AnalyticsReporting = false,
            });
            var stack = add(app, GuardOptions.Of(app) with { DeployedFrom = DeployedFrom.Release });
            var file = Path.Combine(app.Synth().Directory, stack.TemplateFile);
            var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            Strip(json["Resources"]!.AsObject());
            return json;
        }
        finally
        {
            Directory.Delete(outdir, recursive: true);
        }
    }

    private static void Strip(JsonObject resources)
    {
        foreach (var (_, resource) in resources)
        {
            resource!.AsObject().Remove("Metadata");
            if ((string?)resource["Type"] == "AWS::Lambda::Function")
            {
                resource["Properties"]!["Code"] = new JsonObject
                {
                    ["S3Bucket"] = Intrinsic.Ref(CodeBucket),
                    ["S3Key"] = Intrinsic.Ref(CodeKey),
                };
            }
        }
    }
}
