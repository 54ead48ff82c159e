using System.Collections.Immutable;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>What holds for the parameters of one stack.</summary>
/// <param name="Given">What was named.</param>
/// <param name="Stack">What the stack has.</param>
/// <param name="Known">What is known otherwise.</param>
/// <param name="Template">Whose.</param>
internal sealed record Choice(
    ImmutableDictionary<string, string> Given, IReadOnlyDictionary<string, string> Stack, IReadOnlyDictionary<string, string> Known,
    StackTemplate Template)
{
    public static IReadOnlyDictionary<string, string> Nothing { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The value of an option; null for one that the template does not have.</summary>
    public string? Effective(string name) => !Template.Parameters.TryGetValue(name, out var parameter) ? Given.GetValueOrDefault(name)
        : Given.TryGetValue(name, out var given) ? (given.Length > 0 ? given : parameter.Default)
        : Stack.GetValueOrDefault(name) ?? Known.GetValueOrDefault(name) ?? parameter.Default;

    public Choice With(string name, string value) => this with { Given = Given.SetItem(name, value) };

    /// <summary>The same, where there is a value.</summary>
    public Choice Where(string name, string? value) => value is null ? this : With(name, value);

    public IReadOnlyList<StackValue> Values(FilledIn filled) => StackValue.All(Template, Given, Stack, Known, filled.Of);
}
