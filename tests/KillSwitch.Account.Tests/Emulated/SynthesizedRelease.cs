using System.IO.Compression;
using System.Security.Cryptography;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A release of the very templates that `make templates` makes, and what the CDK makes for itself.</summary>
public sealed class SynthesizedRelease : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("killswitch-release-").FullName;

    internal string Folder => Path.Combine(_root, "release");

    /// <summary>What the CDK made, for the CDK to deploy.</summary>
    internal string Assembly => Path.Combine(_root, "assembly");

    public async ValueTask InitializeAsync()
    {
        (await Command.RunAsync(
            Repository.Cdk,
            ["synth", "--quiet", "--no-notices", "--ci", "--app", $"dotnet {Repository.Infra}", "--output", Assembly,
                "-c", "@aws-cdk/core:bootstrapQualifier=localhost", "-c", "operators=user/admin", "-c", "terminationProtection=false"],
            new Dictionary<string, string>())).Succeeded();
        Directory.CreateDirectory(Folder);
        Write("release.json", """{"version":"0.9.1"}""");
        foreach (var template in Directory.EnumerateFiles(Repository.Templates))
            File.Copy(template, Path.Combine(Folder, Path.GetFileName(template)));
        foreach (var architecture in (string[])["x86_64", "arm64"])
            Zip(architecture);
        Write("SHA256SUMS", string.Concat(Directory.EnumerateFiles(Folder).Select(file =>
            $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}\n")));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    private void Zip(string architecture)
    {
        using var zip = ZipFile.Open(Path.Combine(Folder, $"kill-switch-lambda-{architecture}.zip"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("bootstrap").Open());
        writer.Write("#!/bin/sh");
    }
}
