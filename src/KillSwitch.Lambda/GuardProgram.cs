using System.Reflection;

namespace KillSwitch.Lambda;

/// <summary>Which program runs.</summary>
internal static class GuardProgram
{
    /// <summary>Another for each commit that is built.</summary>
    public static string Version { get; } = typeof(GuardProgram).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
