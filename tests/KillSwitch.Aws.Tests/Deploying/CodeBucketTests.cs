using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using KillSwitch.Aws.Deploying;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Deploying;

public class CodeBucketTests(MotoServer moto)
{
    private const string Region = TestAccount.Region;

    [Fact]
    public async Task A_new_bucket_is_private_encrypted_versioned_and_marked_and_making_it_again_changes_nothing()
    {
        var account = await moto.NewAccountAsync();
        using var s3 = Client(account);
        var bucket = Own(s3, account);

        (await bucket.MakeAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await bucket.MakeAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();

        var access = (await s3.GetPublicAccessBlockAsync(new() { BucketName = bucket.Name }, TestContext.Current.CancellationToken))
            .PublicAccessBlockConfiguration;
        (access.BlockPublicAcls, access.BlockPublicPolicy, access.IgnorePublicAcls, access.RestrictPublicBuckets)
            .ShouldBe((true, true, true, true));
        (await s3.GetBucketVersioningAsync(bucket.Name, TestContext.Current.CancellationToken)).VersioningConfig.Status
            .ShouldBe(VersionStatus.Enabled);
        (await s3.GetBucketEncryptionAsync(new() { BucketName = bucket.Name }, TestContext.Current.CancellationToken))
            .ServerSideEncryptionConfiguration.ServerSideEncryptionRules.ShouldHaveSingleItem()
            .ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm.ShouldBe(ServerSideEncryptionMethod.AES256);
        var rule = (await s3.GetLifecycleConfigurationAsync(bucket.Name, TestContext.Current.CancellationToken)).Configuration.Rules
            .ShouldHaveSingleItem();
        // What stands there is never taken away: a deployment that is taken back needs it.
        rule.Expiration.ShouldBeNull();
        rule.NoncurrentVersionExpiration.NoncurrentDays.ShouldBe(90);
    }

    [Fact]
    public async Task A_bucket_that_was_not_finished_is_finished()
    {
        var account = await moto.NewAccountAsync();
        using var s3 = Client(account);
        var bucket = Own(s3, account);
        await s3.PutBucketAsync(bucket.Name, TestContext.Current.CancellationToken);

        (await bucket.MakeAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();

        (await s3.GetBucketVersioningAsync(bucket.Name, TestContext.Current.CancellationToken)).VersioningConfig.Status
            .ShouldBe(VersionStatus.Enabled);
    }

    [Fact]
    public async Task A_file_is_named_by_its_content_and_put_once_but_where_somebody_changed_it()
    {
        var account = await moto.NewAccountAsync();
        using var s3 = Client(account);
        var bucket = Own(s3, account);
        await bucket.MakeAsync(TestContext.Current.CancellationToken);

        var key = await PutAsync("one");
        (await PutAsync("one")).ShouldBe(key);
        (await PutAsync("two")).ShouldNotBe(key);
        key.ShouldMatch("^KillSwitch/guard-[0-9a-f]{64}\\.template\\.json$");
        (await VersionsAsync(key)).ShouldBe(1);

        await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket.Name, Key = key, ContentBody = "not" }, TestContext.Current.CancellationToken);
        await PutAsync("one");

        (await VersionsAsync(key)).ShouldBe(3);
        using var answer = await s3.GetObjectAsync(bucket.Name, key, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer.ResponseStream);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("one");

        Task<string> PutAsync(string text) =>
            bucket.PutAsync("KillSwitch", "guard.template.json", Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

        async Task<int> VersionsAsync(string of) => (await s3.ListVersionsAsync(
            new ListVersionsRequest { BucketName = bucket.Name, Prefix = of }, TestContext.Current.CancellationToken)).Versions.Count;
    }

    [Fact]
    public async Task What_a_guard_put_there_goes_with_it_and_the_bucket_with_the_last_guard()
    {
        var account = await moto.NewAccountAsync();
        using var s3 = Client(account);
        var bucket = Own(s3, account);
        (await bucket.RemoveAsync("KillSwitch", TestContext.Current.CancellationToken)).ShouldBeNull();
        await bucket.MakeAsync(TestContext.Current.CancellationToken);
        // One is the beginning of the other.
        foreach (var folder in (string[])["KillSwitch", "KillSwitch-sensor"])
            await bucket.PutAsync(folder, "a.zip", Encoding.UTF8.GetBytes(folder), TestContext.Current.CancellationToken);

        (await bucket.RemoveAsync("KillSwitch", TestContext.Current.CancellationToken)).ShouldBe(false);
        (await s3.ListObjectsV2Async(new() { BucketName = bucket.Name }, TestContext.Current.CancellationToken)).S3Objects
            .ShouldHaveSingleItem().Key.ShouldStartWith("KillSwitch-sensor/");
        (await bucket.RemoveAsync("KillSwitch-sensor", TestContext.Current.CancellationToken)).ShouldBe(true);
        (await bucket.IsThereAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_bucket_that_no_deployment_made_is_left_alone()
    {
        var account = await moto.NewAccountAsync();
        using var s3 = Client(account);
        var bucket = Own(s3, account);
        await s3.PutBucketAsync(bucket.Name, TestContext.Current.CancellationToken);
        await bucket.PutAsync("KillSwitch", "a.zip", "a"u8.ToArray(), TestContext.Current.CancellationToken);

        (await bucket.RemoveAsync("KillSwitch", TestContext.Current.CancellationToken)).ShouldBeNull();

        (await s3.ListObjectsV2Async(new() { BucketName = bucket.Name }, TestContext.Current.CancellationToken)).S3Objects
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void A_template_is_found_by_CloudFormation_in_every_partition()
    {
        Url("us-east-1").ShouldBe("https://s3.us-east-1.amazonaws.com/b/KillSwitch/a.json");
        Url("cn-north-1").ShouldBe("https://s3.cn-north-1.amazonaws.com.cn/b/KillSwitch/a.json");
        Url("us-gov-west-1").ShouldBe("https://s3.us-gov-west-1.amazonaws.com/b/KillSwitch/a.json");

        static string Url(string region)
        {
            using var s3 = new AmazonS3Client(
                new Amazon.Runtime.AnonymousAWSCredentials(),
                new AmazonS3Config { RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region) });
            return new CodeBucket(s3, "b", "111122223333", region).UrlOf("KillSwitch/a.json").AbsoluteUri;
        }
    }

    [Fact]
    public void Nobody_reaches_it_but_by_TLS()
    {
        var statement = JsonElement.Parse(CodeBucket.ByTlsAlone("aws-cn", "b")).GetProperty("Statement")[0];

        statement.GetProperty("Effect").GetString().ShouldBe("Deny");
        statement.GetProperty("Principal").GetString().ShouldBe("*");
        statement.GetProperty("Action").GetString().ShouldBe("s3:*");
        statement.GetProperty("Resource").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["arn:aws-cn:s3:::b", "arn:aws-cn:s3:::b/*"]);
        statement.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString().ShouldBe("false");
    }

    private static CodeBucket Own(IAmazonS3 s3, TestAccount account) =>
        new(s3, CodeBucket.NameOf(account.Id, Region), account.Id, Region);

    private static AmazonS3Client Client(TestAccount account)
    {
        var settings = account.Settings<AmazonS3Config>();
        settings.ForcePathStyle = true;
        return new AmazonS3Client(account.Credentials, settings);
    }
}
