using System.Diagnostics;
using System.Security.Cryptography;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>A folder like a release's page, whose program for this machine is the command line that is built here.</summary>
internal sealed class LocalRelease : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("killswitch-").FullName;

    public LocalRelease()
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Work);
        var content = Directory.CreateDirectory(Path.Combine(_root, "content")).FullName;
        Directory.CreateDirectory(Path.Combine(content, "release"));
        File.WriteAllText(Path.Combine(content, "release", "release.json"), """{"version":"0.1.7"}""");
        var tool = Path.Combine(AppContext.BaseDirectory, "killswitch.dll");
        File.WriteAllText(Path.Combine(content, "killswitch"), $"#!/bin/sh\nexec dotnet '{tool}' \"$@\"\n");
        foreach (var platform in (string[])["linux-x64", "linux-arm64", "osx-x64", "osx-arm64"])
            Run("sh", ["-c", $"chmod +x killswitch && tar -czf '{Archive(platform)}' ."], content).Code.ShouldBe(0);
        File.WriteAllLines(Path.Combine(Folder, "SHA256SUMS"), Directory.EnumerateFiles(Folder)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}"));
    }

    public string Folder => Path.Combine(_root, "release");

    /// <summary>Where a command is run.</summary>
    public string Work => Path.Combine(_root, "work");

    public string this[string name] => Path.Combine(Work, name);

    /// <summary>Makes every program another than the checksums say.</summary>
    public void Tamper()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.tar.gz"))
            File.AppendAllText(file, "more");
    }

    /// <summary>A script of <c>eng/</c>, with some variables and no others of GitHub's.</summary>
    public (int Code, string Output, string Error) Script(
        string script, IReadOnlyList<string> arguments, params (string Name, string Value)[] variables) => Run(
            script.EndsWith("install.sh", StringComparison.Ordinal) ? "sh" : "bash",
            [Path.Combine(Docs.Page.Root, "eng", script), .. arguments], Work, variables);

    /// <summary>A shell's line, where commands are run.</summary>
    public (int Code, string Output, string Error) Shell(string line, params (string Name, string Value)[] variables) =>
        Run("sh", ["-c", line], Work, variables);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Archive(string platform) => Path.Combine(Folder, $"killswitch-{platform}.tar.gz");

    private static (int Code, string Output, string Error) Run(
        string program, IReadOnlyList<string> arguments, string folder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GITHUB_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), error);
    }
}
