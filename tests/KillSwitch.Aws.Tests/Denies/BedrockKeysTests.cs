using System.Net;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>The emulator knows no service-specific credentials: the answers are those of IAM's documentation.</summary>
public class BedrockKeysTests
{
    [Fact]
    public async Task Only_keys_that_work_are_found_on_whichever_page()
    {
        using var service =
            new CannedService(
            Page("next", ("ACCA1", "Active"), ("ACCA2", "Inactive")), Page(null, ("ACCA3", "Active"), ("ACCA4", "Expired")));

        (await Keys(service).ActiveAsync("ada", default)).ShouldBe(["ACCA1", "ACCA3"]);

        service.Requests.First().Body.ShouldContain("ServiceName=bedrock.amazonaws.com&UserName=ada");
        service.Requests.Last().Body.ShouldContain("Marker=next");
    }

    [Fact]
    public async Task A_key_is_deactivated_and_read_back()
    {
        using var service = new CannedService("<UpdateServiceSpecificCredentialResponse/>", Page(null, ("ACCA1", "Inactive")));

        (await Keys(service).SetAsync("ada", ["ACCA1"], areActive: false, default)).ShouldBeEmpty();

        service.Requests.First().Body.ShouldContain("ServiceSpecificCredentialId=ACCA1&Status=Inactive&UserName=ada");
    }

    [Fact]
    public async Task A_key_that_still_works_when_read_back_is_said()
    {
        using var service = new CannedService("<UpdateServiceSpecificCredentialResponse/>", Page(null, ("ACCA1", "Active")));

        (await Keys(service).SetAsync("ada", ["ACCA1"], areActive: false, default)).ShouldBe(["ACCA1"]);
    }

    [Fact]
    public async Task A_key_that_was_deleted_meanwhile_keeps_nothing_from_its_end()
    {
        using var service = new CannedService().Refuse(HttpStatusCode.NotFound, "NoSuchEntity");

        (await Keys(service).SetAsync("ada", ["ACCA1"], areActive: true, default)).ShouldBeEmpty();
    }

    private static BedrockKeys Keys(CannedService service) => new(new AmazonIdentityManagementServiceClient(
        new BasicAWSCredentials("test", "test"),
        new AmazonIdentityManagementServiceConfig
        {
            ServiceURL = service.Url.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        }));

    private static string Page(string? marker, params (string Id, string Status)[] keys)
    {
        var members = string.Concat(keys.Select(key =>
            $"<member><UserName>ada</UserName><Status>{key.Status}</Status><ServiceName>bedrock.amazonaws.com</ServiceName><ServiceSpecificCredentialId>{key.Id}</ServiceSpecificCredentialId><CreateDate>2026-10-01T00:00:00Z</CreateDate></member>"));
        return $"<ListServiceSpecificCredentialsResponse><ListServiceSpecificCredentialsResult><ServiceSpecificCredentials>{members}</ServiceSpecificCredentials><IsTruncated>{(marker is null ? "false" : "true")}</IsTruncated>{(marker is null ? "" : $"<Marker>{marker}</Marker>")}</ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>";
    }
}
