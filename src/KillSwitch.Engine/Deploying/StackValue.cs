using System.Collections.Immutable;

namespace KillSwitch.Engine.Deploying;

/// <summary>What CloudFormation is told of a parameter.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">What holds from then on.</param>
/// <param name="IsPrevious">It is what the stack has already.</param>
public sealed record StackValue(string Name, string Value, bool IsPrevious)
{
    /// <summary>Every parameter of a template: what is filled in, what was chosen, what the stack has, the default.</summary>
    /// <param name="template">What is deployed.</param>
    /// <param name="given">What was chosen; an empty value asks for the default again.</param>
    /// <param name="stack">What the stack has; empty for a new one.</param>
    /// <param name="known">What is known of a deployment otherwise, where the stack does not say it.</param>
    /// <param name="fill">By the word of what is filled in; null for one that it does not know.</param>
    /// <exception cref="ArgumentException">A value is missing, or no longer allowed; the sentence says which.</exception>
    public static IReadOnlyList<StackValue> All(
        StackTemplate template, ImmutableDictionary<string, string> given, IReadOnlyDictionary<string, string> stack,
        IReadOnlyDictionary<string, string> known, Func<string, string?> fill) =>
    [
        .. template.Parameters.Values.Select(parameter => template.Filled.TryGetValue(parameter.Name, out var word)
            ? new StackValue(parameter.Name, fill(word) ?? throw new ArgumentException(
                $"the release wants `{parameter.Name}` to be filled in with `{word}`, which this version of the command line does not "
                + "know; use the one of the release"), false)
            : Chosen(parameter, given, stack, known)),
    ];

    private static StackValue Chosen(
        TemplateParameter parameter, ImmutableDictionary<string, string> given, IReadOnlyDictionary<string, string> stack,
        IReadOnlyDictionary<string, string> known)
    {
        var name = parameter.Name;
        if (given.TryGetValue(name, out var chosen))
            return chosen.Length > 0 ? Allowed(new StackValue(name, chosen, false)) : Default();
        if (stack.TryGetValue(name, out var has))
            return Allowed(new StackValue(name, has, true));
        return known.TryGetValue(name, out var told) ? Allowed(new StackValue(name, told, false)) : Default();

        StackValue Default() => parameter.Default is { } value ? new StackValue(name, value, false)
            : throw new ArgumentException($"`{name}` has no value; give it by -c {name}=VALUE");

        // What was allowed once need not be now.
        StackValue Allowed(StackValue value) => value.Value == parameter.Default || parameter.Fault(value.Value) is not { } fault ? value
            : throw new ArgumentException(fault);
    }
}
