using System.Reflection;
using Amazon.Runtime;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>Finds, in compiled code, calls of operations that AWS pages which do not hand the next page's name on.</summary>
internal static class PagedCalls
{
    private static readonly string[] Tokens = ["NextToken", "NextPageToken", "Marker"];

    /// <summary>
    /// Such as <c>BudgetsCheck.LookAsync calls ListBudgetsAsync</c>. A page is asked for by a lambda or a local function that sets its
    /// name, which is what <c>Pages</c> takes.
    /// </summary>
    public static IReadOnlyList<string> Bare(Assembly assembly) =>
    [
        .. from method in CompiledCode.Methods(assembly)
           let called = CompiledCode.Calls(method).Select(call => call.Called).ToList()
           from operation in called.Where(IsPaged)
           where !IsAsked(method)
               || !called.Exists(one => Tokens.Any(token => one.Name == "set_" + token) && one.DeclaringType == Request(operation))
           select $"{CompiledCode.Source(method)} calls {operation.Name}",
    ];

    private static bool IsPaged(MethodBase method) =>
        Request(method) is { } request && Tokens.Any(token => request.GetProperty(token)?.CanWrite == true);

    private static Type? Request(MethodBase method) =>
        method.GetParameters() is [{ ParameterType: var request }, ..] && request.IsSubclassOf(typeof(AmazonWebServiceRequest))
            && method.Name == request.Name[..^"Request".Length] + "Async" ? request : null;

    // By the compiler's own names: `<Around>b__0` for a lambda, `<Around>g__Name|0` for a local function, either in a state machine where
    // it waits.
    private static bool IsAsked(MethodBase method) => $"{method.DeclaringType?.Name} {method.Name}" is var name
        && (name.Contains(">b__", StringComparison.Ordinal) || name.Contains(">g__", StringComparison.Ordinal));
}
