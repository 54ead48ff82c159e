using System.Reflection;
using System.Reflection.Emit;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>What compiled methods call.</summary>
internal static class CompiledCode
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value, code => code.OperandType);

    /// <summary>Every method of an assembly but those of the AWS clients.</summary>
    public static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Amazon", StringComparison.Ordinal) != true)
        .SelectMany(type => type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)));

    /// <summary>Each call, with the literal text that is its last argument; null for anything else.</summary>
    public static IEnumerable<(MethodBase Called, string? Text)> Calls(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var generic = (method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        string? text = null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code[at++]));
            var operand = Operands[value];
            if (operand == OperandType.InlineMethod
                && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), generic.Item1, generic.Item2) is { } called)
            {
                yield return (called, text);
            }

            text = operand == OperandType.InlineString ? method.Module.ResolveString(BitConverter.ToInt32(code, at)) : null;
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>The method as it is written, such as <c>BudgetsCheck.LookAsync</c>.</summary>
    public static string Source(MethodBase method)
    {
        var type = method.DeclaringType!;
        var name = method.Name;
        for (; type.DeclaringType is { } outer && type.Name.StartsWith('<'); type = outer)
            name = type.Name.StartsWith("<>c", StringComparison.Ordinal) ? name : type.Name;
        return $"{type.Name}.{name.TrimStart('<').Split('>')[0]}";
    }
}
