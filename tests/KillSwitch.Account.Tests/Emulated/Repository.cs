using System.Runtime.InteropServices;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Where the repository's own programs lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Bootstrap => Path.Combine(
        Root, "artifacts", "lambda", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64", "bootstrap");

    public static string Cdk => Path.Combine(Root, "infra", "node_modules", ".bin", "cdk");

    /// <summary>The command line, built as these tests were.</summary>
    public static string Cli =>
        Path.Combine(Root, "src", "KillSwitch.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!),
            "net10.0", "killswitch.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KillSwitch.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("KillSwitch.sln");
    }
}
