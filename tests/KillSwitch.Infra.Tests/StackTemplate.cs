using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra.Tests;

/// <summary>The stack's template under some options, made once.</summary>
internal sealed class StackTemplate
{
    private static readonly ConcurrentDictionary<string, StackTemplate> Made = new();
    private static readonly Lock OneAtATime = new();

    private StackTemplate(JsonElement json, bool isProtected, IReadOnlyList<string> warnings) =>
        (Json, IsProtected, Warnings) = (json, isProtected, warnings);

    public JsonElement Json { get; }

    /// <summary>Whether CloudFormation is told to refuse to delete the stack.</summary>
    public bool IsProtected { get; }

    /// <summary>What the CDK warns of.</summary>
    public IReadOnlyList<string> Warnings { get; }

    public IEnumerable<JsonProperty> Resources => Json.GetProperty(nameof(Resources)).EnumerateObject();

    public static StackTemplate Of(params (string Name, string Value)[] context) =>
        Made.GetOrAdd(string.Join('\n', context), _ => Make(context));

    /// <summary>That of a guard which was deployed from something else.</summary>
    public static StackTemplate Of(DeployedFrom from, params (string Name, string Value)[] context) =>
        Made.GetOrAdd(
            string.Join('\n', context.Prepend(("from", $"{from}"))),
            _ => Make(context, (app, options) => new HomeStack(app, options with { DeployedFrom = from })));

    /// <summary>That of the sensor in a region, for a guard that is deployed.</summary>
    public static StackTemplate OfSensor(Deployment home, string region, params (string Name, string Value)[] context) =>
        Made.GetOrAdd(
            string.Join('\n', context.Prepend((home.Region, region))), _ => Make(
                context, (app, options) =>
                {
                    SensorStack.Add(app, options, home, new HomeStack(app, options));
                    return app.Node.Children.OfType<SensorStack>().Single(sensor => sensor.Region == region);
                }));

    public IEnumerable<JsonProperty> OfType(string type) =>
        Resources.Where(resource => resource.Value.GetProperty("Type").GetString() == type);

    private static StackTemplate Make((string Name, string Value)[] context) =>
        Make(context, (app, options) => new HomeStack(app, options));

    private static StackTemplate Make((string Name, string Value)[] context, Func<App, GuardOptions, Stack> add) =>
        InApp(context, (app, options) =>
        {
            var stack = add(app, options);
            return new StackTemplate(
                JsonOf(stack), stack.TerminationProtection == true,
                [
                    .. Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning("*", Match.AnyValue())
                        .Select(warning => $"{warning.Entry.Data}"),
                ]);
        });

    public static JsonElement JsonOf(Stack stack) => JsonSerializer.SerializeToElement(Plain(Template.FromStack(stack).ToJSON()));

    /// <summary>Something that makes an app of its own.</summary>
    public static T Alone<T>(Func<T> make)
    {
        lock (OneAtATime)
            return make();
    }

    /// <summary>Something in an app of its own, by what was chosen: the bridge to the CDK serves one at a time.</summary>
    public static T InApp<T>((string Name, string Value)[] context, Func<App, GuardOptions, T> make) =>
        InApp(context, app => make(app, GuardOptions.Of(app)));

    public static T InApp<T>((string Name, string Value)[] context, Func<App, T> make)
    {
        lock (OneAtATime)
        {
            var app = new App(new AppProps
            {
                Context = context.ToDictionary(option => option.Name, option => (object)option.Value),
                Outdir = Directory.CreateTempSubdirectory("killswitch-synth-").FullName,
            });
            return make(app);
        }
    }

    // The bridge to the CDK hands out its own collections.
    private static object? Plain(object? value) => value switch
    {
        IDictionary<string, object> members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        System.Collections.IEnumerable items when value is not string => items.Cast<object?>().Select(Plain).ToArray(),
        _ => value,
    };
}
