namespace KillSwitch.PolicyProof.Tests;

/// <summary>The folder <c>eng/policy-proof</c>.</summary>
internal static class ProofFolder
{
    private static readonly string Folder = Path.Combine(Root(), "eng", "policy-proof");

    public static string File(string name) => Path.Combine(Folder, name);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "KillSwitch.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no KillSwitch.sln above `{AppContext.BaseDirectory}`");
    }
}
