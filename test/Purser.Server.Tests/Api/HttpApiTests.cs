namespace Purser.Server.Tests.Api;

public sealed class HttpApiTests() : ApiSuite(http: true);
