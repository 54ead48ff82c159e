using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// A release whose guard is the very stack that the CDK makes, with parameters in place of some of its options, and a sensor of one topic.
/// </summary>
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
        var synthesized = await File.ReadAllTextAsync(Path.Combine(Assembly, "KillSwitch.template.json"));
        Write("guard.template.json", Guard(synthesized));
        Write("sensor.template.json", Sensor);
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

    private const string Sensor = """
        {
          "Description": "Kill switch for Amazon Bedrock: hears a region",
          "Metadata": { "KillSwitch": { "filled": { "codeBucket": "code-bucket", "codeKey": "code-key", "homeTable": "home-table" } } },
          "Parameters": { "codeBucket": { "Type": "String" }, "codeKey": { "Type": "String" }, "homeTable": { "Type": "String" } },
          "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Ref": "homeTable" } } } }
        }
        """;

    private static string Guard(string synthesized)
    {
        var template = JsonNode.Parse(synthesized)!.AsObject();
        template.Remove("Rules");
        template["Metadata"] = JsonNode.Parse("""{ "KillSwitch": { "filled": { "codeBucket": "code-bucket", "codeKey": "code-key" } } }""");
        template["Parameters"] = JsonNode.Parse("""
            {
              "regions": { "Type": "String", "Default": "", "AllowedPattern": "[a-z0-9,-]*", "ConstraintDescription": "names of regions" },
              "runningJobs": { "Type": "String", "Default": "stop", "AllowedValues": ["stop", "report"] },
              "codeBucket": { "Type": "String" },
              "codeKey": { "Type": "String" }
            }
            """);
        foreach (var (_, resource) in template["Resources"]!.AsObject())
        {
            var properties = resource!["Properties"]?.AsObject();
            switch (resource["Type"]!.GetValue<string>())
            {
                case "AWS::Lambda::Function":
                    properties!["Code"] = JsonNode.Parse("""{ "S3Bucket": { "Ref": "codeBucket" }, "S3Key": { "Ref": "codeKey" } }""");
                    break;
                // Home says which sensors there are.
                case "AWS::SSM::Parameter":
                    var parts = properties!["Value"]!["Fn::Join"]![1]!.AsArray();
                    parts[0] = "\"," + parts[0]!.GetValue<string>()[1..];
                    parts.Insert(0, JsonNode.Parse("""{ "Ref": "regions" }"""));
                    parts.Insert(0, "{\"sensors\":\"");
                    break;
            }
        }

        return template.ToJsonString();
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    private void Zip(string architecture)
    {
        using var zip = ZipFile.Open(Path.Combine(Folder, $"kill-switch-lambda-{architecture}.zip"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("bootstrap").Open());
        writer.Write("#!/bin/sh");
    }
}
