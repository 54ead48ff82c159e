using System.Reflection;
using KillSwitch.Aws.Tests.Api.Models;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>The error codes that compiled code asks for.</summary>
internal static class AskedCodes
{
    private static readonly MethodInfo Is = typeof(ErrorCodes).GetMethod(nameof(ErrorCodes.Is))!;

    /// <summary>Each place, the exception's service and the code; null where it is none of the clients', or no literal.</summary>
    public static IReadOnlyList<(string Place, string? Service, string? Code)> In(Assembly assembly) =>
    [
        .. from method in CompiledCode.Methods(assembly)
           from call in CompiledCode.Calls(method)
           where call.Called is MethodInfo { IsGenericMethod: true } called && called.GetGenericMethodDefinition() == Is
           select (CompiledCode.Source(method), ServiceModels.ServiceOf(call.Called.GetGenericArguments()[0]), call.Text),
    ];
}
