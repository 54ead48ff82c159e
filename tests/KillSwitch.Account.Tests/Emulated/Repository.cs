using System.Runtime.InteropServices;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Where the repository's own programs lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Bootstrap => Path.Combine(
        Root, "artifacts", "lambda", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64", "bootstrap");

    public static string Cdk => Path.Combine(Root, "infra", "node_modules", ".bin", "cdk");

    /// <summary>The templates of a release.</summary>
    public static string Templates => Path.Combine(Root, "artifacts", "templates");

    /// <summary>What has the emulator work templates out as CloudFormation does.</summary>
    public static string CloudFormation => Path.Combine(Root, "tests", "KillSwitch.Account.Tests", "Emulated", "CloudFormation");

    /// <summary>AWS's own command line.</summary>
    public static string Aws => Environment.GetEnvironmentVariable("AWS_CLI") is { Length: > 0 } path ? path : "aws";

    /// <summary>The program that runs it, by its whole path.</summary>
    public static string DotNet =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    /// <summary>The command line, built as these tests were.</summary>
    public static string Cli => Built(Path.Combine("src", "KillSwitch.Cli"), "killswitch.dll");

    /// <summary>What is deployed, as the CDK's app.</summary>
    public static string Infra => Built(Path.Combine("infra", "KillSwitch.Infra"), "KillSwitch.Infra.dll");

    private static string Built(string project, string file) => Path.Combine(
        Root, project, "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0", file);

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
