using System.Reflection;
using System.Reflection.Emit;
using Amazon.Runtime;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>Finds, in compiled code, calls of operations that AWS pages which do not hand the next page's name on.</summary>
internal static class PagedCalls
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Tokens = ["NextToken", "Marker"];

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value, code => code.OperandType);

    /// <summary>Such as <c>BudgetsCheck.LookAsync calls ListBudgetsAsync</c>. A page is asked for by a lambda or a local function that sets its name, which is what <c>Pages</c> takes.</summary>
    public static IReadOnlyList<string> Bare(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           where type.Namespace?.StartsWith("Amazon", StringComparison.Ordinal) != true
           from method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own))
           let called = Called(method).ToList()
           from operation in called.Where(IsPaged)
           where !IsAsked(method) || !called.Exists(one => Tokens.Any(token => one.Name == "set_" + token) && one.DeclaringType == Request(operation))
           select $"{Source(method)} calls {operation.Name}",
    ];

    private static bool IsPaged(MethodBase method) => Request(method) is { } request && Tokens.Any(token => request.GetProperty(token)?.CanWrite == true);

    private static Type? Request(MethodBase method) =>
        method.GetParameters() is [{ ParameterType: var request }, ..] && request.IsSubclassOf(typeof(AmazonWebServiceRequest)) && method.Name == request.Name[..^"Request".Length] + "Async" ? request : null;

    // By the compiler's own names: `<Around>b__0` for a lambda, `<Around>g__Name|0` for a local function, either in a state machine where it waits.
    private static bool IsAsked(MethodBase method) => $"{method.DeclaringType?.Name} {method.Name}" is var name
        && (name.Contains(">b__", StringComparison.Ordinal) || name.Contains(">g__", StringComparison.Ordinal));

    private static string Source(MethodBase method)
    {
        var type = method.DeclaringType!;
        var name = method.Name;
        for (; type.DeclaringType is { } outer && type.Name.StartsWith('<'); type = outer)
            name = type.Name.StartsWith("<>c", StringComparison.Ordinal) ? name : type.Name;
        return $"{type.Name}.{name.TrimStart('<').Split('>')[0]}";
    }

    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var generic = (method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code[at++]));
            var operand = Operands[value];
            if (operand == OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), generic.Item1, generic.Item2) is { } called)
                yield return called;
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
}
