using System.Runtime.InteropServices;
using KillSwitch.Lambda.Tests.RuntimeApi;

namespace KillSwitch.Lambda.Tests.Runtime;

/// <summary>The program as <c>make package-lambda</c> leaves it, where that was run.</summary>
public class PackagedTests
{
    private static readonly string Bootstrap = Path.Combine(
        Root(), "artifacts", "lambda", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64", "bootstrap");

    public static bool IsMissing => !OperatingSystem.IsLinux() || !File.Exists(Bootstrap);

    [Fact(Skip = "run make package-lambda first", SkipWhen = nameof(IsMissing))]
    public async Task It_refuses_a_truncated_gzip_and_uses_vectors()
    {
        await using var lambda = LocalRuntimeApi.Start();
        await using var process = BootstrapProcess.AsPackaged(Bootstrap, lambda.Address, "diagnose");

        var facts = (await lambda.EnqueueAsync("{}")).Json();

        facts.GetProperty("refusesTruncatedGzip").GetBoolean().ShouldBeTrue();
        facts.GetProperty("vector128").GetBoolean().ShouldBeTrue();
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KillSwitch.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no KillSwitch.sln above the tests");
        return folder;
    }
}
