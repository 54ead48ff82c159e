using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace KillSwitch.Cli.Tests.Deploying;

/// <summary>A release of a few lines, with everything that one has.</summary>
internal sealed class ReleaseFolder : IDisposable
{
    public const string Guard = """
        {
          "Description": "Kill switch for Amazon Bedrock",
          "Metadata": { "KillSwitch": { "filled": { "codeBucket": "code-bucket", "codeKey": "code-key" } } },
          "Parameters": {
            "email": { "Type": "String", "Default": "", "AllowedPattern": "|[^@ ]+@[^@ ]+", "ConstraintDescription": "an address" },
            "operators": { "Type": "String", "Default": "" },
            "regions": { "Type": "String", "Default": "" },
            "retainData": { "Type": "String", "Default": "true", "AllowedValues": ["true", "false"] },
            "runningJobs": { "Type": "String", "Default": "stop", "AllowedValues": ["stop", "report"] },
            "architecture": { "Type": "String", "Default": "x86_64", "AllowedValues": ["x86_64", "arm64"] },
            "codeBucket": { "Type": "String" },
            "codeKey": { "Type": "String" }
          },
          "Conditions": { "Stops": { "Fn::Equals": [ { "Ref": "runningJobs" }, "stop" ] } },
          "Resources": {
            "LedgerTable": { "Type": "AWS::DynamoDB::Table", "DeletionPolicy": "RetainExceptOnCreate" },
            "WatchRole12345678": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [ { "PolicyDocument": { "Statement": [
              { "Effect": "Allow", "Action": ["bedrock:List*", { "Fn::If": ["Stops", "bedrock:Stop*", { "Ref": "AWS::NoValue" }] }],
                "Resource": { "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":bedrock:*:", { "Ref": "AWS::AccountId" }, ":*"]] } } ] } } ] } }
          }
        }
        """;

    public const string Sensor = """
        {
          "Description": "Kill switch for Amazon Bedrock: a sensor",
          "Metadata": { "KillSwitch": { "filled": { "codeBucket": "code-bucket", "codeKey": "code-key", "homeTable": "home-table" } } },
          "Parameters": {
            "architecture": { "Type": "String", "Default": "x86_64", "AllowedValues": ["x86_64", "arm64"] },
            "codeBucket": { "Type": "String" }, "codeKey": { "Type": "String" }, "homeTable": { "Type": "String" }
          },
          "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": {} } }
        }
        """;

    private readonly Scratch _scratch = new();

    public ReleaseFolder(string guard = Guard, string sensor = Sensor)
    {
        Directory.CreateDirectory(Folder);
        Write("release.json", """{"version":"0.9.12"}""");
        Write("guard.template.json", guard);
        Write("sensor.template.json", sensor);
        Write("guard.any-name.template.json", OfAnyName(guard));
        Write("sensor.any-name.template.json", OfAnyName(sensor));
        foreach (var architecture in (string[])["x86_64", "arm64"])
            File.WriteAllBytes(this[$"kill-switch-lambda-{architecture}.zip"], Zip("bootstrap", architecture));
        Sum();
    }

    private static string OfAnyName(string template) =>
        template.Replace("for Amazon Bedrock", "for Amazon Bedrock: ZzGuard", StringComparison.Ordinal);

    public string Folder => _scratch["release"];

    public string this[string file] => Path.Combine(Folder, file);

    public void Write(string file, string text) => File.WriteAllText(this[file], text);

    /// <summary>Lists the checksums of what is there.</summary>
    public void Sum() => Write("SHA256SUMS", string.Concat(Directory.EnumerateFiles(Folder)
        .Where(file => Path.GetFileName(file) != "SHA256SUMS")
        .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}\n")));

    public static byte[] Zip(string entry, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open(), Encoding.UTF8);
            writer.Write(text);
        }

        return bytes.ToArray();
    }

    public void Dispose() => _scratch.Dispose();
}
